"""How the description of the API words what is ours: the filters as the pages' filtersets read them, the sign-in."""

from django.forms import ChoiceField
from drf_spectacular.contrib.knox_auth_token import KnoxTokenScheme
from drf_spectacular.extensions import OpenApiAuthenticationExtension, OpenApiFilterExtension

from units.filters import DayField, YearField


class AskedParameters(OpenApiFilterExtension):
    target_class = "api.asking.AskedFilterBackend"
    priority = 1

    def get_schema_operation_parameters(self, auto_schema, *args, **kwargs):
        filters = auto_schema.view.filterset_class.base_filters
        return [
            {
                "name": name,
                "in": "query",
                "required": False,
                "description": str(one.label or ""),
                "schema": _schema(one.field),
            }
            for name, one in filters.items()
        ]


class OwnTokenScheme(KnoxTokenScheme):
    target_class = "api.tokens.OwnToken"
    name = "token"


class BasicSignIn(OpenApiAuthenticationExtension):
    target_class = "api.sign_in.NameAndPassword"
    name = "basicAuth"

    def get_security_definition(self, auto_schema):
        return {"type": "http", "scheme": "basic"}


def _schema(field) -> dict:
    if isinstance(field, YearField):
        return {"type": "integer"}
    if isinstance(field, DayField):
        return {"type": "string", "format": "date"}
    if isinstance(field, ChoiceField) or hasattr(field, "choices"):
        return {"type": "string", "enum": [str(key) for key, _label in field.choices if key]}
    return {"type": "string"}
