"""Which fields of a draft are wrong."""

from tracker.errors import Refused
from tracker.statements import commands as statements


def refusals(make, draft, *, to_submit=True):
    """The fields that are wrong, or nothing; what is accepted is kept."""
    try:
        with make.transaction(make.editor) as session:
            statements.log_statement(session, draft, by=make.editor, to_submit=to_submit)
    except Refused as refusal:
        return {problem.field for problem in refusal.all()}
    return set()
