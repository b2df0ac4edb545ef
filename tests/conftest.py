"""What all tests share: the fixtures, by subject, and hypothesis's profile."""

from hypothesis import settings

pytest_plugins = [
    "tests.fixtures.missing",
    "tests.fixtures.counts",
    "tests.fixtures.measuring",
    "tests.fixtures.telling",
    "tests.fixtures.compiling",
    "tests.fixtures.shared",
    "tests.fixtures.postgres",
    "tests.fixtures.databases",
    "tests.fixtures.demo",
    "tests.make",
    "tests.fixtures.pages",
    "tests.fixtures.web",
    "tests.fixtures.browser",
]

# A deadline would measure the machine, not the code.
settings.register_profile("house", deadline=None, print_blob=True)
settings.load_profile("house")
