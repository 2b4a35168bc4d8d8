"""What does not end with an organisation or a tag, counted and said to whoever ends it."""

from datetime import date

from django.db.models import Q
from django.utils.translation import ngettext

from accounts.models import Assignment
from models_registry.models import RegistrationDraft, Tag
from units.models import Organisation
from vietnamese.numbers import format_integer


def open_work_of_organisation(organisation: Organisation, last_day: date) -> list[str]:
    """People assigned to it beyond the day, and drafts that name it, each in a sentence; nothing where there are none."""
    beyond = Q(valid_to__isnull=True) | Q(valid_to__gt=last_day)
    people = Assignment.objects.filter(beyond, organisation=organisation).values("user").distinct().count()
    drafts = RegistrationDraft.objects.filter(data__organisation=str(organisation.pk)).count()
    said = []
    if people:
        said.append(
            ngettext(
                "%(n)s người còn được giao cho cơ quan này sau ngày ấy: từ đó chỉ xem được; hãy phân công lại.",
                "%(n)s người còn được giao cho cơ quan này sau ngày ấy: từ đó chỉ xem được; hãy phân công lại.",
                people,
            )
            % {"n": format_integer(people)}
        )
    if drafts:
        said.append(
            ngettext(
                "%(n)s bản nháp chưa gửi đang chọn cơ quan này: đăng ký cho năm sau thì phải chọn lại.",
                "%(n)s bản nháp chưa gửi đang chọn cơ quan này: đăng ký cho năm sau thì phải chọn lại.",
                drafts,
            )
            % {"n": format_integer(drafts)}
        )
    return said


def open_work_of_tag(tag: Tag, last_day: date) -> list[str]:
    """How many models keep the tag."""
    tagged = tag.models.count()
    if not tagged:
        return []
    said = ngettext(
        "%(n)s mô hình đang gắn tiểu lĩnh vực này và vẫn giữ.",
        "%(n)s mô hình đang gắn tiểu lĩnh vực này và vẫn giữ.",
        tagged,
    )
    return [said % {"n": format_integer(tagged)}]
