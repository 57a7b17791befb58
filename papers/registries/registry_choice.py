"""What the registries say of a work, whichever of them keeps it."""

from django.utils.translation import gettext as _

from papers.records.identifiers import Id
from papers.registries.arxiv import fetch_from_arxiv, read_arxiv
from papers.registries.crossref import fetch_from_crossref, find_agency, read_crossref
from papers.registries.datacite import fetch_from_datacite, read_datacite
from papers.registries.door_faults import AskedTooOften, DoorFault, NotThere
from papers.registries.registry_record import RegistryName, RegistryRecord
from papers.registries.registry_request import NoRegistry, Reply, Validators, is_asked

FETCHERS = {
    RegistryName.CROSSREF: fetch_from_crossref,
    RegistryName.DATACITE: fetch_from_datacite,
    RegistryName.ARXIV: fetch_from_arxiv,
}
READERS = {
    RegistryName.CROSSREF: read_crossref,
    RegistryName.DATACITE: read_datacite,
    RegistryName.ARXIV: read_arxiv,
}
BY_SCHEME = {
    "doi": (RegistryName.CROSSREF, RegistryName.DATACITE),
    "arxiv": (RegistryName.ARXIV,),
}
"""The registries of each kind of identifier, the likeliest first."""
OF_DATACITE = frozenset(
    {"10.5281", "10.6084", "10.5061", "10.17605", "10.7910", "10.1594", "10.4230", "10.3929"}
    | {"10.5065", "10.7924", "10.17632", "10.26434", "10.18434", "10.22002"}
)
"""The prefixes of large repositories, whose DOIs Crossref need not be asked about first."""


def registries_of(identifier: Id) -> tuple[RegistryName, ...]:
    """The registries that may keep a work, the likeliest first; none for an ISBN or an address.
    Those that this site does not ask are left out."""
    likely = BY_SCHEME.get(identifier.scheme, ())
    if identifier.value.partition("/")[0] in OF_DATACITE:
        likely = likely[::-1]
    return tuple(one for one in likely if is_asked(one))


def asked_schemes() -> list[str]:
    """The kinds of identifiers about which this site asks some registry."""
    return [scheme for scheme, names in BY_SCHEME.items() if any(map(is_asked, names))]


def fetch_work(identifier: Id, validators: Validators | None = None) -> Reply:
    """The reply of the registry that keeps a work. `validators` of an earlier reply have that
    registry asked first, which may answer that nothing changed.

    ``NotThere``, in the name of the likeliest, where every registry of such identifiers is asked
    and none has it; ``NoRegistry``
    where one that may have it is not asked; the other faults of ``door_faults`` as they come.
    """
    likely = registries_of(identifier)
    if validators is not None and validators.registry in likely:
        likely = tuple(sorted(likely, key=lambda one: one != validators.registry))
    if not likely:
        raise NoRegistry(
            _("No registry that this site asks keeps %(value)s.") % {"value": identifier.value}
        )
    missing: list[NotThere] = []
    for registry in likely:
        try:
            return FETCHERS[registry](identifier, validators)
        except NotThere as fault:
            fault.registry = registry
            missing.append(fault)
        except DoorFault as fault:
            fault.registry = registry
            raise
    if identifier.scheme == "doi":
        _refuse_other_agency(identifier, likely)
    raise missing[0]


def _refuse_other_agency(doi: Id, asked: tuple[RegistryName, ...]) -> None:
    """``NoRegistry`` where a DOI that nobody knew may well exist: at another agency, or at a
    registry that was not asked."""
    agency = ""
    if RegistryName.CROSSREF in asked:
        try:
            agency = find_agency(doi)
        except NotThere:
            return
        except AskedTooOften as fault:
            fault.registry = RegistryName.CROSSREF
            raise
    if agency not in asked:
        raise NoRegistry(
            _("%(doi)s is registered with %(agency)s, which this site does not ask.")
            % {"doi": doi.value, "agency": agency or _("a registry")}
        )


def read_kept_reply(registry: RegistryName, body: bytes, identifier: Id) -> RegistryRecord:
    """The record of a reply that was kept: what a newer reader makes of it. ``DoorFault`` where it
    is none."""
    return READERS[registry](body, identifier)
