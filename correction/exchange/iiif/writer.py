"""Issues for viewers of images: IIIF Presentation 3 manifests with the printed text line by line.

In: an `Export`. Out: per issue `<issue>/manifest.json` and for each page `<issue>/annotations/<page>.json`, and the
pictures of the pages in `images/`. Every id is a URI: the base of the options and behind it, for a file, its name in
the folder, so that all is found once the folder is put there. A page goes out as it comes; one is held at a time.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from correction.exchange import Export, OutputFile
from correction.exchange.iiif.manifest import Canvas, IssueDraft, manifest
from correction.exchange.iiif.text import annotation_page
from correction.exchange.linked_terms import base_of, to_json, uri
from correction.exchange.names import Names, claim, page_stem
from correction.exchange.page_images import image_name, image_of
from correction.exchange.printed import print_page
from ocr.page import Page

IMAGES = "images"


def files(export: Export) -> Iterator[OutputFile]:
    """Give the picture and the text of each page as it comes, and a manifest behind the last page of an issue."""
    base = base_of(export.options.base)
    drafts = _Drafts(export)
    owners = {line: article.id for article in export.articles for line in article.lines}
    for page in export.pages:
        draft = drafts.of(page.id)
        image = image_of(export, page, shown=True) if export.options.images else None
        named = image.name if image else image_name(export, page, shown=True)
        if image:
            yield replace(image, name=f"{IMAGES}/{image.name}")
        canvas = uri(base, draft.name, "canvas", page.id)
        text = f"{draft.name}/annotations/{page_stem(page.id)}.json"
        draft.canvases.append(
            Canvas(
                canvas,
                page.id,
                draft.issue.label_of(page.id),
                page.width,
                page.height,
                f"{IMAGES}/{named}" if named else None,
                uri(base, text),
                page.direction,
            )
        )
        _note_places(draft, page, owners)
        lines = print_page(export, page).values()
        yield OutputFile(text, to_json(annotation_page(page, lines, uri(base, text), canvas, base, draft.name)))
        draft.waiting.discard(page.id)
        if not draft.waiting:
            yield _manifest(draft, export, base)


def _manifest(draft: IssueDraft, export: Export, base: str) -> OutputFile:
    return OutputFile(f"{draft.name}/manifest.json", to_json(manifest(draft, export.articles, export.title, base)))


def _note_places(draft: IssueDraft, page: Page, owners: Mapping[str, str]) -> None:
    """Note where the articles stand on a page."""
    for region in page.regions:
        owner = next((owners[line.id] for line in region.lines if line.id in owners), None)
        if owner is not None:
            draft.places.setdefault(owner, []).append((page.id, region.box))


class _Drafts:
    """The issues in the making."""

    def __init__(self, export: Export) -> None:
        self._names, self._here = Names(export), set(export.page_ids)
        self._named = {name for issue in export.issues if issue.id for name in issue.pages}
        self._drafts: dict[str, IssueDraft] = {}
        self._taken: dict[str, str] = {}

    def of(self, page: str) -> IssueDraft:
        """The issue of a page; pages that no issue names are as good as those of the nameless one."""
        issue = self._names.issue_of(page)
        if issue.id not in self._drafts:
            waiting = self._here & set(issue.pages) if issue.id else self._here - self._named
            self._drafts[issue.id] = IssueDraft(issue, claim(self._names.issue(issue), self._taken, issue.id), waiting)
        return self._drafts[issue.id]
