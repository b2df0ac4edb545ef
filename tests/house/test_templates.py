"""Every template compiles, and none carries what the content policy forbids."""

import re
from pathlib import Path

import pytest
from jinja2 import nodes

from tests.fixtures.missing import ROOT

FOLDER = ROOT / "templates"
TEMPLATES = sorted(FOLDER.rglob("*.html"))
DATA_BLOCK = re.compile(r'<script[^>]*\btype="application/(ld\+)?json"')


def name_of(file: Path) -> str:
    return file.relative_to(FOLDER).as_posix()


@pytest.mark.engines("sqlite")
def test_every_template_compiles(app):
    for file in TEMPLATES:
        assert app.jinja_env.get_template(name_of(file))


@pytest.mark.parametrize("file", TEMPLATES, ids=name_of)
def test_a_template_carries_no_script_and_no_style(file: Path):
    text = re.sub(r"\{#.*?#\}", "", file.read_text(), flags=re.DOTALL)
    scripts = re.findall(r"<script\b[^>]*>", text)

    assert [tag for tag in scripts if "src=" not in tag and not DATA_BLOCK.match(tag)] == []
    assert re.findall(r"<style\b|\sstyle=|\son[a-z]+=[\"']|javascript:", text) == []


@pytest.mark.parametrize("file", TEMPLATES, ids=name_of)
def test_a_template_leaves_escaping_to_jinja(file: Path):
    assert re.findall(r"\|\s*safe\b|autoescape\s+false", file.read_text()) == []


def set_at_the_top(app, file: Path) -> set[str]:
    """What a template sets outside of its blocks and macros."""
    tree = app.jinja_env.parse(file.read_text())
    inner = {
        id(node)
        for part in tree.find_all((nodes.Block, nodes.Macro, nodes.CallBlock))
        for node in part.find_all(nodes.Assign)
    }
    return {
        name.name
        for node in tree.find_all(nodes.Assign)
        if id(node) not in inner
        for name in (
            [node.target]
            if isinstance(node.target, nodes.Name)
            else node.target.find_all(nodes.Name)
        )
    }


@pytest.mark.engines("sqlite")
def test_the_base_overwrites_nothing_that_a_page_has_set(app):
    of_base = set_at_the_top(app, FOLDER / "base.html") - {"root"}

    assert {
        name_of(file): clash
        for file in TEMPLATES
        if file.name != "base.html" and (clash := of_base & set_at_the_top(app, file))
    } == {}
