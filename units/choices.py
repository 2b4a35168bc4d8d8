from django.db import models
from django.utils.translation import gettext_lazy as _


class Tier(models.TextChoices):
    """A unit's place in the tree. Not to be confused with the level a model is registered at."""

    PROVINCE = "province", _("Tỉnh")
    DISTRICT = "district", _("Huyện")
    COMMUNE = "commune", _("Xã")


TIER_ORDER = (Tier.PROVINCE, Tier.DISTRICT, Tier.COMMUNE)


class UnitKind(models.TextChoices):
    TINH = "tinh", _("tỉnh")
    THANH_PHO = "thanh-pho", _("thành phố")
    HUYEN = "huyen", _("huyện")
    QUAN = "quan", _("quận")
    THI_XA = "thi-xa", _("thị xã")
    XA = "xa", _("xã")
    PHUONG = "phuong", _("phường")
    THI_TRAN = "thi-tran", _("thị trấn")
    DAC_KHU = "dac-khu", _("đặc khu")


class Share(models.TextChoices):
    """How much of the predecessor went to the successor."""

    WHOLE = "whole", _("toàn bộ")
    PARTIAL = "partial", _("một phần")


class HeaderStyle(models.TextChoices):
    """How the papers of a host agency are headed: a Party body, or the Front and government bodies."""

    PARTY = "party", _("Đảng")
    STATE = "state", _("Nhà nước, Mặt trận")


class OrganisationKind(models.TextChoices):
    PARTY_COMMITTEE = "party_committee", _("Đảng bộ, chi bộ trực thuộc")
    AGENCY = "agency", _("Cơ quan, đơn vị")
    POLICE = "police", _("Công an")
    MILITARY = "military", _("Quân sự")
    BORDER_GUARD = "border_guard", _("Biên phòng")
    SCHOOL = "school", _("Trường học")
    ENTERPRISE = "enterprise", _("Doanh nghiệp")
    FRONT = "front", _("Mặt trận Tổ quốc")
    FARMERS = "farmers", _("Hội Nông dân")
    VETERANS = "veterans", _("Hội Cựu chiến binh")
    WOMEN = "women", _("Hội Liên hiệp Phụ nữ")
    TRADE_UNION = "trade_union", _("Liên đoàn Lao động")
    YOUTH = "youth", _("Đoàn Thanh niên")
    OTHER = "other", _("Tổ chức khác")
