"""The product speaks Vietnamese until a person chooses otherwise, whatever the browser asks for."""

import pytest
from django.urls import reverse


@pytest.mark.django_db
@pytest.mark.parametrize("cookie, spoken", [(None, "vi"), ("en", "en"), ("vi", "vi"), ("fr", "vi"), ("../x", "vi")])
def test_the_browser_does_not_decide_and_the_person_does(client, cookie, spoken):
    if cookie:
        client.cookies["django_language"] = cookie
    answer = client.get(reverse("login"), headers={"accept-language": "en-US,en;q=0.9"})
    assert answer.headers["Content-Language"] == spoken
    assert ("Mật khẩu" in answer.content.decode()) == (spoken == "vi")
