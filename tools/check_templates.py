"""Compiles every template, and looks up every other template that one names: python -m tools.check_templates"""

import sys
from collections.abc import Iterator
from pathlib import Path

import django
from django.conf import settings
from django.template import Engine, Node, TemplateDoesNotExist, TemplateSyntaxError
from django.template.base import Template
from django.template.loader_tags import ExtendsNode, IncludeNode


def names() -> Iterator[str]:
    folders: list[Path] = [Path(str(folder)) for folder in settings.TEMPLATES[0]["DIRS"]]  # type: ignore[attr-defined]
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                yield str(path.relative_to(folder))


def named_templates(template: Template) -> Iterator[str]:
    """The names that {% include %} and {% extends %} give in plain text."""
    nodes: list[Node] = [
        *template.nodelist.get_nodes_by_type(IncludeNode),
        *template.nodelist.get_nodes_by_type(ExtendsNode),
    ]
    for node in nodes:
        name = getattr(node, "template", None) or getattr(node, "parent_name", None)
        literal = getattr(name, "var", None)
        if isinstance(literal, str):
            yield literal


def problems() -> Iterator[str]:
    engine = Engine.get_default()
    for name in names():
        try:
            template = engine.get_template(name)
            for other in named_templates(template):
                engine.get_template(other)
        except TemplateSyntaxError as error:
            yield f"templates/{name}: {error}"
        except TemplateDoesNotExist as error:
            yield f"templates/{name}: there is no template {error}"
        except UnicodeDecodeError as error:
            yield f"templates/{name}: is not UTF-8 ({error.reason})"


def main() -> int:
    django.setup()
    found = list(problems())
    print("\n".join(found), end="\n" if found else "")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
