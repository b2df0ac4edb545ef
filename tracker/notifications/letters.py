"""The words of the letter: what happened and where, never what somebody wrote."""

from collections.abc import Callable, Mapping
from typing import Any

from tracker.errors import N_
from tracker.models import NotificationKind
from tracker.notifications.digest import Digest
from tracker.web.mail import Letter

Say = Callable[[str], str]
"""A message in the language of the site."""

# So many are told one by one.
_TOLD = 20
_SENTENCES: Mapping[NotificationKind, str] = {
    NotificationKind.RETURNED: N_("%(name)s returned what you submitted"),
    NotificationKind.REJECTED: N_("%(name)s rejected what you wrote"),
    NotificationKind.ACCEPTED: N_("%(name)s accepted the verdict you proposed"),
    NotificationKind.ASSIGNED: N_("%(name)s asks you to decide about this"),
    NotificationKind.MENTIONED: N_("%(name)s mentioned you in a comment"),
    NotificationKind.COMMENTED: N_("%(name)s commented on this"),
    NotificationKind.REPORTED: N_("A reader reported a mistake in what you wrote"),
}


def digest_letter(digest: Digest, base: str, site: str, say: Say) -> Letter:
    """The letter; without a public address of the site there are no links in it."""
    params = {"name": digest.name, "site": site, "count": len(digest.rows)}
    lines = [_line(row, base, say) for row in digest.rows[:_TOLD]]
    if more := len(digest.rows) - len(lines):
        lines.append(say(N_("… and %(count)s more.")) % {"count": more})
    told = [
        say(N_("Hello %(name)s,")) % params,
        say(N_("at %(site)s you have not read yet:")) % params,
        *lines,
    ]
    if base:
        told.append(say(N_("Read them here:")) + f"\n{base}/notifications")
    off = N_("You get one such letter a day at most. Your account page stops them.")
    told.append(say(off) + (f"\n{base}/account" if base else ""))
    subject = say(N_("%(site)s: %(count)s not read yet")) % params
    return Letter(digest.email, subject, "\n\n".join(told) + "\n")


def _line(row: Any, base: str, say: Say) -> str:  # noqa: ANN401 - a row of select_notifications
    is_claim = row.claim_id is not None
    number = row.claim_id if is_claim else row.statement_id
    noun = N_("Claim %(number)s") if is_claim else N_("Statement %(number)s")
    who = " ".join((row.by or say(N_("The command line"))).split())
    what = say(_SENTENCES[row.kind]) % {"name": who}
    line = f"* {what}: {say(noun) % {'number': number}}"
    if not base:
        return line
    anchor = f"#comment-{row.comment_uid}" if row.comment_uid else ""
    return f"{line}\n  {base}/{'claims' if is_claim else 'statements'}/{number}{anchor}"
