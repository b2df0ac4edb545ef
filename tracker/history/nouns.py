"""What settings and kinds of objects are called where the history names them."""

from tracker.errors import N_

# What a setting is called; as on the form that changes it.
SETTINGS = {
    "name": N_("Name of the site"),
    "is_public": N_("Anybody may read what is published"),
    "is_invented": N_("Every page says that all of it is invented"),
    "four_eyes": N_("Nobody publishes what they wrote"),
    "default_language": N_("Default language"),
    "contact": N_("Contact"),
    "licence": N_("Licence"),
    "session_hours": N_("Longest session, in hours"),
    "idle_minutes": N_("Longest pause, in minutes"),
    "second_factor_roles": N_("Roles that must have a second factor"),
}

# What an object of each kind is called; the kinds that have a page of their own, with its noun.
NOUNS = {
    "statement": "statements",
    "claim": "claims",
    "speaker": "speakers",
    "source": "sources",
    "outlet": "outlets",
    "occasion": "occasions",
    "topic": "topics",
}
