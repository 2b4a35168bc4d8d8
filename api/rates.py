"""How often a person or her programme may ask the API: beside the whole, roll-ups as often as on the pages."""

from accounts.request_rates import PersonRate


class ApiRate(PersonRate):
    scope = "api"


class RollupRate(PersonRate):
    scope = "rollup"
