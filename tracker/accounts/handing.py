"""Handing a link over: by mail where a server is set, else once on the administrator's page."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from tracker.accounts.addressing import url_of
from tracker.accounts.commands_people import Link
from tracker.accounts.letters import letter_with
from tracker.web.locale import gettext as _
from tracker.web.postbox import can_send, post
from tracker.web.site import site


def hand_over(link: Link) -> ResponseReturnValue:
    """The answer to an administrator who made a link.

    Without a mail server the page itself is the answer: the link is kept nowhere, not even
    in a cookie, and a second look asks for a new one.
    """
    url = url_of(link.path)
    post(letter_with(link, url, site().name, _))
    if can_send():
        flash(_("A letter with the link is on its way to %(email)s.", email=link.email))
        return redirect(url_for("people.show", ident=link.account_id), 303)
    return render_template("accounts/link.html", link=link, url=url)
