"""Plug-ins for the Data Docs builder: our pages, no outside asset, and nothing copied that no page uses."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from great_expectations.render.renderer.site_builder import SiteBuilder
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from expectations.data_docs.pages import IndexPage, SuitePage, index_page, suite_page
from expectations.text import shown_number

_TEMPLATES = Path(__file__).parent / "templates"


class OfflineSiteBuilder(SiteBuilder):  # type: ignore[misc]
    """Builds the pages of the validation results and the index, and leaves out the stock pictures and fonts."""

    def build(self, resource_identifiers: Any = None, build_index: bool = True) -> Any:
        """Write the site; returns the address of its index and what is linked there."""
        for section in self.site_section_builders.values():
            section.build(resource_identifiers=resource_identifiers)
        _, links = self.site_index_builder.build(build_index=build_index)
        return self.get_resource_url(only_if_exists=False), links


class SuiteRenderer:
    """From the result of one suite to what its page shows."""

    def __init__(self, data_context: Any) -> None:
        self.data_context = data_context

    def render(self, result: Any) -> SuitePage:
        """What the page shows."""
        return suite_page(result)


class IndexRenderer:
    """From the results of all suites to what the index shows."""

    def __init__(self, data_context: Any) -> None:
        self.data_context = data_context

    def render(self, links: dict[str, Any]) -> IndexPage:
        """What the index shows."""
        store = self.data_context.validation_results_store
        pages = {page.name: page for page in (suite_page(store.get(key)) for key in store.list_keys())}
        paths = {link["expectation_suite_name"]: link["filepath"] for link in links.get("validations_links", [])}
        return index_page(pages, paths)


class PageView:
    """From what a page shows to HTML; everything taken from a report is escaped."""

    template = "suite.html.j2"

    def __init__(self, **_: Any) -> None:
        self.environment = Environment(
            loader=FileSystemLoader(_TEMPLATES), autoescape=True, undefined=StrictUndefined, trim_blocks=True
        )
        self.environment.filters["figure"] = shown_number

    def render(self, page: SuitePage | IndexPage, **_: Any) -> str:
        """The page as HTML, complete in itself."""
        return self.environment.get_template(self.template).render(page=page)


class IndexView(PageView):
    """The index as HTML."""

    template = "index.html.j2"


def site_config(docs_dir: Path) -> dict[str, Any]:
    """Configuration of the site for a data context."""
    here = __name__
    return {
        "class_name": OfflineSiteBuilder.__name__,
        "module_name": here,
        "show_how_to_buttons": False,
        "store_backend": {"class_name": "TupleFilesystemStoreBackend", "base_directory": str(docs_dir.resolve())},
        "site_section_builders": {
            "validations": {
                "class_name": "DefaultSiteSectionBuilder",
                "renderer": {"class_name": SuiteRenderer.__name__, "module_name": here},
                "view": {"class_name": PageView.__name__, "module_name": here},
            },
            "expectations": "None",
            "profiling": "None",
        },
        "site_index_builder": {
            "class_name": "DefaultSiteIndexBuilder",
            "renderer": {"class_name": IndexRenderer.__name__, "module_name": here},
            "view": {"class_name": IndexView.__name__, "module_name": here},
        },
    }
