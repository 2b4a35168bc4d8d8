"""Units in every geography they have stood in, and how one geography reads in another."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from units.choices import HeaderStyle, OrganisationKind, Share, Tier, UnitKind
from units.querysets import PlacementQuerySet, UnitQuerySet


class Unit(models.Model):
    """A province, district or commune as it stood between two days. Codes were reused in 2025, so the key
    is the list's name and the code together: `old-00004`, `new-00004`."""

    key = models.CharField(_("Mã"), max_length=20, unique=True)
    code = models.CharField(_("Mã số"), max_length=10)
    scheme = models.CharField(_("Danh mục"), max_length=10)
    tier = models.CharField(_("Cấp"), max_length=10, choices=Tier)
    kind = models.CharField(_("Loại"), max_length=10, choices=UnitKind)
    name = models.CharField(_("Tên"), max_length=120)
    folded_name = models.CharField(max_length=120, db_index=True)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("Thuộc")
    )
    valid_from = models.DateField(_("Từ ngày"), null=True, blank=True)
    valid_to = models.DateField(_("Đến ngày"), null=True, blank=True)
    position = models.PositiveIntegerField(_("Thứ tự"), help_text=_("Thứ tự trong danh mục chính thức."))

    objects = UnitQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("số ít", "Đơn vị hành chính")
        verbose_name_plural = _("Đơn vị hành chính")
        ordering = ["position"]
        indexes = [models.Index(fields=["tier", "position"], name="unit_by_tier")]
        constraints = [
            models.UniqueConstraint(fields=["scheme", "tier", "code"], name="unit_code_once_per_list"),
            models.CheckConstraint(
                condition=Q(valid_from__isnull=True)
                | Q(valid_to__isnull=True)
                | Q(valid_from__lte=F("valid_to")),
                name="unit_dates_in_order",
            ),
            models.CheckConstraint(
                condition=Q(tier=Tier.PROVINCE, parent__isnull=True)
                | (~Q(tier=Tier.PROVINCE) & Q(parent__isnull=False)),
                name="unit_below_province_has_parent",
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def audited_unit_id(self) -> int:
        """A unit is its own place in the log."""
        return self.pk

    def stood_on(self, day) -> bool:
        return (self.valid_from is None or self.valid_from <= day) and (
            self.valid_to is None or day <= self.valid_to
        )

    def stood_in(self, year: int) -> bool:
        """True where it stood on some day of the year."""
        return (self.valid_from is None or self.valid_from.year <= year) and (
            self.valid_to is None or year <= self.valid_to.year
        )


class UnitName(models.Model):
    """The name and kind of a unit between two days: a xã may become a phường without ceasing to be itself."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="names")
    name = models.CharField(_("Tên"), max_length=120)
    kind = models.CharField(_("Loại"), max_length=10, choices=UnitKind)
    valid_from = models.DateField(_("Từ ngày"), null=True, blank=True)
    valid_to = models.DateField(_("Đến ngày"), null=True, blank=True)
    legal_basis = models.CharField(_("Căn cứ"), max_length=120, blank=True)

    class Meta:
        verbose_name = _("Tên gọi")
        verbose_name_plural = _("Tên gọi")
        constraints = [models.UniqueConstraint(fields=["unit", "valid_from"], name="one_name_from_a_day")]

    def __str__(self):
        return self.name


class Succession(models.Model):
    """Where a unit's territory went. A predecessor with one successor is placed exactly; with several it is divided."""

    predecessor = models.ForeignKey(Unit, models.PROTECT, related_name="successions")
    successor = models.ForeignKey(Unit, models.PROTECT, related_name="origins")
    share = models.CharField(_("Phần"), max_length=10, choices=Share)
    is_main = models.BooleanField(_("Phần chính"), default=False)

    class Meta:
        verbose_name = _("Kế tục")
        verbose_name_plural = _("Kế tục")
        constraints = [models.UniqueConstraint(fields=["predecessor", "successor"], name="succession_once")]

    def __str__(self):
        return f"{self.predecessor} → {self.successor}"


class Geography(models.Model):
    """A span of days in which no unit came or went. Any day falls in exactly one."""

    starts_on = models.DateField(_("Từ ngày"), null=True, unique=True)
    ends_on = models.DateField(_("Đến ngày"), null=True)

    class Meta:
        verbose_name = _("Địa giới")
        verbose_name_plural = _("Địa giới")
        ordering = [F("starts_on").asc(nulls_first=True)]

    def __str__(self):
        if self.ends_on is None:
            return (
                _("Địa giới từ %(day)s") % {"day": self.starts_on.strftime("%d/%m/%Y")}
                if self.starts_on
                else _("Địa giới")
            )
        return _("Địa giới đến %(day)s") % {"day": self.ends_on.strftime("%d/%m/%Y")}

    def covers(self, day) -> bool:
        return (self.starts_on is None or self.starts_on <= day) and (self.ends_on is None or day <= self.ends_on)


class Placement(models.Model):
    """Where a unit's records stand in a geography: the province, district and commune, each empty where the
    unit stands above that tier or where its territory was divided and no one place is right."""

    geography = models.ForeignKey(Geography, models.CASCADE)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="placements")
    unit_tier = models.CharField(max_length=10, choices=Tier)
    province = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+")
    district = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+")
    commune = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+")

    objects = PlacementQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["geography", "unit"], name="placed_once_per_geography")
        ]
        indexes = [
            models.Index(fields=["geography", "province"], name="placement_by_province"),
            models.Index(fields=["geography", "district"], name="placement_by_district"),
            models.Index(fields=["geography", "commune"], name="placement_by_commune"),
            # A roll-up reads nothing of a placement but this.
            models.Index(
                fields=["geography", "unit", "unit_tier", "province", "district", "commune"], name="placement_whole"
            ),
        ]

    def __str__(self):
        return f"{self.unit} @ {self.geography}"


class Organisation(models.Model):
    """An agency, force, school, enterprise or organisation that registers models without being a territory."""

    name = models.CharField(_("Tên"), max_length=200)
    folded_name = models.CharField(max_length=200, db_index=True, editable=False)
    kind = models.CharField(_("Loại"), max_length=20, choices=OrganisationKind)
    unit = models.ForeignKey(
        Unit, models.PROTECT, related_name="organisations", verbose_name=_("Thuộc đơn vị")
    )
    valid_from = models.DateField(_("Từ ngày"), null=True, blank=True)
    valid_to = models.DateField(_("Đến ngày"), null=True, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = _("Cơ quan, tổ chức")
        verbose_name_plural = pgettext_lazy("số nhiều", "Cơ quan, tổ chức")
        ordering = ["unit__position", "kind", "folded_name"]
        constraints = [
            models.UniqueConstraint(fields=["unit", "folded_name"], name="organisation_once_per_unit")
        ]

    def __str__(self):
        return self.name


class HostAgency(models.Model):
    """Who runs the movement and heads its papers, between two days: for one province, or (no unit) wherever a province
    has none of its own. Names and symbols have changed more than once, so they are data."""

    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="host_agencies", verbose_name=_("Của tỉnh")
    )
    name = models.CharField(_("Tên cơ quan"), max_length=120, help_text=_("Ví dụ: Ban Tuyên giáo và Dân vận"))
    symbol = models.CharField(
        _("Chữ viết tắt trong số, ký hiệu"), max_length=20, help_text=_("Ví dụ: BTGDV, để số thành 12-BC/BTGDVTU")
    )
    head_title = models.CharField(_("Chức danh người ký"), max_length=60, default="Trưởng ban")
    style = models.CharField(_("Thể thức"), max_length=10, choices=HeaderStyle, default=HeaderStyle.PARTY)
    superior = models.CharField(
        _("Cơ quan cấp trên ở đầu văn bản"),
        max_length=120,
        blank=True,
        help_text=_("Ví dụ: Tỉnh ủy Cao Bằng. Để trống thì ghi theo tên đơn vị."),
    )
    place = models.CharField(
        _("Địa danh ở dòng ngày tháng"),
        max_length=80,
        blank=True,
        help_text=_("Ví dụ: Cao Bằng. Để trống thì ghi theo tên đơn vị."),
    )
    valid_from = models.DateField(_("Từ ngày"), null=True, blank=True)
    valid_to = models.DateField(_("Đến ngày"), null=True, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = _("Cơ quan chủ trì")
        verbose_name_plural = pgettext_lazy("số nhiều", "Cơ quan chủ trì")
        ordering = ["unit__position", "valid_from"]
        constraints = [
            models.UniqueConstraint(fields=["unit", "valid_from"], name="one_host_from_a_day"),
            models.CheckConstraint(
                condition=Q(valid_from__isnull=True) | Q(valid_to__isnull=True) | Q(valid_from__lte=F("valid_to")),
                name="host_dates_in_order",
            ),
        ]

    def __str__(self):
        return self.name


class FormerUnit(models.Model):
    """A unit that ceased before 2025-06-30, successor unknown: for recognising names in old papers only."""

    code = models.CharField(_("Mã số"), max_length=10)
    name = models.CharField(_("Tên"), max_length=120)
    folded_name = models.CharField(max_length=120, db_index=True)
    kind = models.CharField(_("Loại"), max_length=10, choices=UnitKind)
    tier = models.CharField(_("Cấp đơn vị"), max_length=10, choices=Tier)
    parent_code = models.CharField(_("Mã số đơn vị cấp trên"), max_length=10, blank=True)
    gone_by = models.CharField(_("Không còn trong danh mục ngày"), max_length=10, blank=True)

    class Meta:
        verbose_name = _("Đơn vị cũ không rõ kế tục")
        verbose_name_plural = _("Đơn vị cũ không rõ kế tục")
        constraints = [models.UniqueConstraint(fields=["tier", "code", "name"], name="former_unit_once")]

    def __str__(self):
        return self.name


class Edition(models.Model):
    """One row: the word that stands for the units as they are now (units/edition.py)."""

    id = models.PositiveSmallIntegerField(primary_key=True)
    token = models.CharField(max_length=36)

    class Meta:
        verbose_name = _("Ấn bản danh mục đơn vị")
        verbose_name_plural = _("Ấn bản danh mục đơn vị")

    def __str__(self):
        return self.token
