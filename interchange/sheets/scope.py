"""Within which kern a sheet is read, and who is meant by a name in it."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _

from interchange.matching import chunks
from interchange.sheets.values import Wrong
from partners.models import Partner
from places.models import Kern
from wijkweb.kit.text import fold


@dataclass
class Scope:
    """A kern with all below it, and the person who brings something in: nothing is written outside of it."""

    kern: Kern
    user: Any

    @cached_property
    def kern_ids(self) -> list[int]:
        return Kern.objects.ids_below(self.kern.pk)

    @cached_property
    def kernen(self) -> dict[str, int]:
        """The kernen that a cell may name, by name and by short name."""
        rows = Kern.objects.filter(pk__in=self.kern_ids).values_list("pk", "name", "slug")
        return {key: pk for pk, name, slug in rows for key in (fold(name), slug)}

    def kern_named(self, text: str) -> int:
        found = self.kernen.get(fold(text)) or self.kernen.get(text)
        if found is None:
            reason = _(
                "In this place you can bring in what belongs to %(kern)s or a kern below it, not to this one."
            )
            raise Wrong(reason % {"kern": self.kern})
        return found


class People:
    """Who is meant by a name or a short name: first who is in the sheet, then who is in the kern, then who may be seen.

    `born` gives for a folded name what a row of this sheet is or becomes: the id of a partner, or a negative
    number for a partner that is not stored yet.
    """

    def __init__(
        self, scope: Scope, texts: Iterable[str], slugs: Iterable[str], born: dict[str, list[int]]
    ) -> None:
        self.scope = scope
        self.born = born
        self.home: dict[str, list[int]] = defaultdict(list)
        self.elsewhere: dict[str, list[int]] = defaultdict(list)
        self.by_slug: dict[str, int] = {}
        self.at_home: set[int] = set()
        wanted = {fold(text)[:300] for text in texts} - {""}
        asked = {slug for slug in slugs if slug} | {text for text in texts if text}
        self._look_up(wanted, asked)

    def _look_up(self, names: set[str], slugs: set[str]) -> None:
        home = set(self.scope.kern_ids)
        visible = Partner.objects.visible_to(self.scope.user).order_by("pk")
        for attribute, values in (("search_name__in", names), ("slug__in", slugs)):
            for chunk in chunks(values):
                rows = visible.filter(**{attribute: chunk}).values_list(
                    "pk", "search_name", "slug", "kern_id"
                )
                for pk, name, slug, kern in rows:
                    self.by_slug[slug] = pk
                    place = self.home if kern in home else self.elsewhere
                    if pk not in place[name]:
                        place[name].append(pk)
                    if kern in home:
                        self.at_home.add(pk)

    def named(self, text: str, slug: str = "") -> int:
        """The partner that a cell means; negative when it is a row of the sheet that is not stored yet."""
        if slug:
            if slug not in self.by_slug:
                raise Wrong(
                    _(
                        "There is no partner with this id that you can use here. Leave it empty to use the name."
                    )
                )
            return self.by_slug[slug]
        name = fold(text)[:300]
        for found in (self.home.get(name) or self.born.get(name, []), self.elsewhere.get(name, [])):
            if len(set(found)) > 1:
                raise Wrong(
                    _("%(count)d partners have this name. Add the id of the one that you mean.")
                    % {"count": len(set(found))}
                )
            if found:
                return found[0]
        if text in self.by_slug:
            return self.by_slug[text]
        raise Wrong(
            _(
                "This partner is neither in your kern nor in this file. Bring it in as a partner first, or correct the name."
            )
        )

    def is_at_home(self, pk: int) -> bool:
        return pk < 0 or pk in self.at_home
