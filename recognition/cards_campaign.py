"""What a campaign's page shows of its appraisal: who appraises, by level and field."""

from models_registry.cards import Card, declare_campaign_card
from recognition.models import AppraisalTeam
from recognition.teams import may_form_teams

SHOWN = 20


def appraisers_card(user, campaign) -> Card | None:
    """The teams of the year in the province that the person sees, those of the province first; none formed yet is said to
    whoever forms them."""
    found = AppraisalTeam.objects.visible_to(user).filter(year=campaign.year).inside(campaign.unit)
    teams = list(found.select_related("unit").prefetch_related("memberships__user")[: SHOWN + 1])
    may_form = may_form_teams(user)
    if not teams and not may_form:
        return None
    rows = [
        {"team": team, "members": [m for m in team.memberships.all() if m.left_on is None]} for team in teams[:SHOWN]
    ]
    context = {"rows": rows, "more": len(teams) > SHOWN, "year": campaign.year, "may_form": may_form}
    return Card("recognition/_appraisers_card.html", context)


declare_campaign_card(appraisers_card)
