"""`jiwar provider`: made, shown, renewed and ended by the operator; no secret is said again."""

import click
from click.testing import CliRunner, Result

from jiwar.ground.access import providing
from jiwar.ground.access.signing import linking
from jiwar.site.cli.provider import provider as command
from jiwar.site.trouble import Trouble
from tests import people, provider
from tests.people import BOTH_SIDES
from tests.provider import CLIENT_ID, SECRET

pytestmark = BOTH_SIDES


def run(*arguments: str, secret: str = SECRET) -> Result:
    assert isinstance(command, click.Command)
    return CliRunner(env={"JIWAR_PROVIDER_SECRET": secret}).invoke(command, arguments)


def test_the_life_of_a_provider() -> None:
    people.gather()
    with provider.organisation() as here:
        made = run("add", "moa", "--issuer", here.issuer, "--client-id", CLIENT_ID, "--factor", "otp")
        word = providing.providers()[0].word
        assert f"/sign-in/through/{word}/back" in made.output
        assert run("renew-secret", word, secret="another secret").exit_code == 0
        assert linking.opened_secret(providing.providers()[0]) == "another secret"
        shown = run("show")
        ended = run("end", word.upper())
    assert f"moa\t{word}\t{here.issuer}\t{CLIENT_ID}\tsecond factor: otp\tin use" in shown.output
    assert ended.exit_code == 0
    assert "\tended 2" in run("show").output
    for said in (made.output, shown.output, ended.output):
        assert SECRET not in said
        assert "another secret" not in said


def test_what_cannot_be_a_provider_is_said() -> None:
    people.gather()
    with provider.organisation() as here:
        here.says = {"jwks_uri": "https://another.example/keys"}
        elsewhere = run("add", "moa", "--issuer", here.issuer, "--client-id", CLIENT_ID)
    assert isinstance(elsewhere.exception, Trouble)
    assert "leads_elsewhere" in str(elsewhere.exception)
    plain = run("add", "moa", "--issuer", "http://sso.example.org", "--client-id", CLIENT_ID)
    assert "https://" in str(plain.exception)
    assert "no provider in use" in str(run("end", "abcdefgh").exception)
