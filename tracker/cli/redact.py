"""`redact`: blank a text or a person's details for ever, in the history and on disk too."""

from dataclasses import asdict

import click

from tracker import audit  # noqa: F401 - without its listeners nothing may be committed
from tracker.cli import store
from tracker.cli.exits import Exit
from tracker.cli.settings import Settings
from tracker.cli.users import OPERATOR
from tracker.cli.words import give, say
from tracker.db import Database
from tracker.errors import N_, Refused
from tracker.history import redaction
from tracker.models import Base


@click.command()
@click.argument("uid")
@click.option("--reason", required=True, help="Stays where the words were: a court order, …")
@click.option("--json", "as_json", is_flag=True, help="Print what was done as JSON.")
@click.pass_obj
def redact(settings: Settings, *, uid: str, reason: str, as_json: bool) -> Exit:
    """Blank what has this UID, everywhere but in backups; it cannot be undone.

    UID/2 is the second text of a source; an account may be named by its address.
    """
    with store.opened(settings) as database:
        try:
            with database.transaction() as session:
                done = redaction.redact(session, uid, reason, by=OPERATOR)
        except Refused as refusal:
            if refusal.field == "uid":
                # It was blanked before; the files may still have held it then.
                _wipe(database, tuple(Base.metadata.tables))
            raise
        is_wiped = _wipe(database, done.tables)
    _print(done, is_wiped=is_wiped, as_json=as_json)
    return Exit.DONE if is_wiped else Exit.FAULT


def _wipe(database: Database, tables: tuple[str, ...]) -> bool:
    if redaction.wipe(database, tables):
        return True
    say(
        N_(
            "All is blanked, but the files of the database still hold it: others kept it busy."
            " Stop the service and run the same command again."
        )
    )
    return False


def _print(done: redaction.Redacted, *, is_wiped: bool, as_json: bool) -> None:
    still = [asdict(one) for one in done.still]
    if as_json:
        target = {"kind": done.target.kind, "id": done.target.id, "uid": done.target.uid}
        counts = {"rows": done.rows, "revisions": done.revisions, "wiped": is_wiped}
        give({**target, **counts, "still": still})
    else:
        for one in done.still:
            print(f"{one.kind} {one.object_id}: {one.table} {one.id} {one.column}")
    say(
        N_("Redacted: %(rows)d rows and %(revisions)d revisions. Backups still hold the words."),
        rows=done.rows,
        revisions=done.revisions,
    )
    if still:
        say(N_("The same words still stand in %(count)d other places."), count=len(still))
