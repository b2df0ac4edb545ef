"""What may be chosen for the network, as fields with words."""

from tracker.analysis.choices import Aggregation, Duplicates, Mode, Normalisation, Unit
from tracker.errors import N_
from tracker.reports.options_network import Qualifier, Variable

MODES = ((Mode.ONE, N_("Who with whom")), (Mode.TWO, N_("Who with what")))
VARIABLES = (
    (Variable.SPEAKER, N_("Speakers")),
    (Variable.PERSON, N_("People")),
    (Variable.BODY, N_("Bodies")),
    (Variable.STATE, N_("States")),
    (Variable.CLAIM, N_("Claims")),
    (Variable.OUTLET, N_("Outlets")),
    (Variable.SOURCE, N_("Sources")),
    (Variable.AUTHOR, N_("Authors")),
    (Variable.SECTION, N_("Sections")),
)
QUALIFIERS = (
    (Qualifier.SCALE, N_("How strongly: −2 to +2")),
    (Qualifier.SIGN, N_("For or against alone")),
)
AGGREGATIONS = (
    (Aggregation.SUBTRACT, N_("Agreement minus disagreement")),
    (Aggregation.CONGRUENCE, N_("Agreement (congruence)")),
    (Aggregation.CONFLICT, N_("Disagreement (conflict)")),
    (Aggregation.IGNORE, N_("Whatever the stance (ignore)")),
    (Aggregation.COMBINE, N_("Which stances (combine)")),
)
NORMALISATIONS = (
    (Normalisation.NO, N_("Nothing")),
    (Normalisation.AVERAGE, N_("Average activity")),
    (Normalisation.JACCARD, N_("Jaccard")),
    (Normalisation.COSINE, N_("Cosine")),
    (Normalisation.ACTIVITY, N_("Activity of the row")),
    (Normalisation.PROMINENCE, N_("Prominence of the column")),
)
DUPLICATES = (
    (Duplicates.DOCUMENT, N_("Once in a source")),
    (Duplicates.WEEK, N_("Once a week")),
    (Duplicates.MONTH, N_("Once a month")),
    (Duplicates.YEAR, N_("Once a year")),
    (Duplicates.ACROSS_RANGE, N_("Once in all")),
    (Duplicates.INCLUDE, N_("Every time")),
)
UNITS = (
    (Unit.DAYS, N_("days")),
    (Unit.WEEKS, N_("weeks")),
    (Unit.MONTHS, N_("months")),
    (Unit.YEARS, N_("years")),
    (Unit.STATEMENTS, N_("statements")),
)
NO_YES = (("0", N_("no")), ("1", N_("yes")))
LEFT_OUT = {
    Variable.SPEAKER: N_("Without these speakers"),
    Variable.PERSON: N_("Without these people"),
    Variable.BODY: N_("Without these bodies"),
    Variable.STATE: N_("Without these states"),
    Variable.CLAIM: N_("Without these claims"),
    Variable.OUTLET: N_("Without these outlets"),
    Variable.SOURCE: N_("Without these sources"),
    Variable.AUTHOR: N_("Without these authors"),
    Variable.SECTION: N_("Without these sections"),
}
KEPT = {
    Variable.SPEAKER: N_("Only these speakers"),
    Variable.PERSON: N_("Only these people"),
    Variable.BODY: N_("Only these bodies"),
    Variable.STATE: N_("Only these states"),
    Variable.CLAIM: N_("Only these claims"),
    Variable.OUTLET: N_("Only these outlets"),
    Variable.SOURCE: N_("Only these sources"),
    Variable.AUTHOR: N_("Only these authors"),
    Variable.SECTION: N_("Only these sections"),
}
SIFTING = tuple(f"{what}_{variable}" for variable in Variable for what in ("exclude", "only"))
