"""The tree of a model: what it came of, and all that came of it, as far as the person may see."""

from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from models_registry.models import MobilizationModel
from recognition.models import Replication
from recognition.replicating import GENERATIONS


@dataclass
class Node:
    """One model of the tree, or a place known by a name in words. A model out of the person's sight has no name here but
    its unit's; `link` is the replication it came by, None at the root."""

    name: str
    place: str
    model: MobilizationModel | None = None
    link: Replication | None = None
    is_here: bool = False
    children: list["Node"] = field(default_factory=list)

    @property
    def size(self) -> int:
        """How many places the model was replicated in, over all generations."""
        return sum(1 + child.size for child in self.children)


def family_of(user, model: MobilizationModel) -> Node:
    """The tree from the first source the person may follow to; two queries a generation."""
    root = _root(user, model)
    links = Replication.objects.standing().visible_to(user)
    links = links.select_related("source__unit", "replica__unit", "unit", "by").order_by("happened_on", "id")
    found: dict[int, list[Replication]] = {}
    met, here = {root.pk}, [root.pk]
    for _generation in range(GENERATIONS):
        rows = list(links.filter(source_id__in=here))
        here = []
        for row in rows:
            found.setdefault(row.source_id, []).append(row)
            if row.replica_id and row.replica_id not in met:
                met.add(row.replica_id)
                here.append(row.replica_id)
        if not here:
            break
    seen = set(MobilizationModel.objects.visible_to(user).filter(pk__in=met).values_list("pk", flat=True))
    return _node(root, None, found, seen, model.pk)


def _root(user, model: MobilizationModel) -> MobilizationModel:
    links = Replication.objects.standing().visible_to(user).select_related("source__unit")
    met = {model.pk}
    while (link := links.filter(replica=model).first()) is not None and link.source_id not in met:
        model = link.source
        met.add(model.pk)
    return model


def _node(model, link, found: dict, seen: set[int], here: int) -> Node:
    node = Node(
        name=model.name if model.pk in seen else _("Mô hình ngoài phạm vi xem"),
        place=model.unit.name,
        model=model if model.pk in seen else None,
        link=link,
        is_here=model.pk == here,
    )
    for row in found.get(model.pk, ()):
        if row.replica is not None:
            node.children.append(_node(row.replica, row, found, seen, here))
        else:
            node.children.append(Node(name=row.replica_name, place=row.unit.name, link=row))
    return node
