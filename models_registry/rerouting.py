"""A registration moved to another level goes another way: who receives it, whether it is late."""

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.deciding import is_finished
from audit.errors import DomainError
from models_registry.campaign_terms import Terms
from models_registry.choices import Stage
from models_registry.entry import Entry
from models_registry.models import Registration
from models_registry.routes import stations
from models_registry.staging import first_stage
from units.models import Unit


def reroute(by, held: Registration, entry: Entry, unit: Unit, terms: Terms) -> None:
    """The registration, not saved, on the way of the entry's level: nothing taken yet, it begins anew; sent or returned, it
    lies with the first office that receives it there. Raises DomainError where an office took it on: what was accepted at
    one level is not appraised at another. Of finished years the way is history and only its last office is kept."""
    way = stations(unit, entry.organisation, entry.level)
    if is_finished(held.year):
        held.desk = way[-1]
    elif not held.stage_changes.exists():
        held.stage, held.desk = first_stage(by, year=held.year, way=way)
    elif held.stage in (Stage.SUBMITTED, Stage.RETURNED):
        held.desk = way[0]
    else:
        raise DomainError(
            _(
                "Hồ sơ đã được tiếp nhận, đang ở bước “%(stage)s”: không đổi cấp đăng ký được nữa. Cơ quan tiếp nhận trả lại, hoặc rút "
                "rồi đăng ký ở cấp khác."
            )
            % {"stage": held.get_stage_display()},
            field="level",
        )
    held.is_late = terms.is_late(entry, unit, timezone.localdate(held.created_at))
