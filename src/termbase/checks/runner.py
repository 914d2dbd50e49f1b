"""Applying rules to units: selection, severity, fingerprints, and rules that crash."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from termbase.model import Category, Finding, Severity, Unit
from termbase.registry import Registry
from termbase.text.fold import fold, fold_kept

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from types import ModuleType

    from termbase.checks.rule import Context, Rule
    from termbase.config import CheckConfig

RULES = Registry(
    "rule",
    {
        "TB101": "termbase.checks.rules.term_missing",
        "TB102": "termbase.checks.rules.forbidden_term",
        "TB201": "termbase.checks.rules.end_punctuation",
        "TB202": "termbase.checks.rules.paired_punctuation",
        "TB203": "termbase.checks.rules.french_space",
        "TB204": "termbase.checks.rules.quotation_marks",
        "TB205": "termbase.checks.rules.arabic_punctuation",
        "TB103": "termbase.checks.rules.deprecated_term",
        "TB104": "termbase.checks.rules.name_variant",
        "TB105": "termbase.checks.rules.acronym_before_full_form",
        "TB106": "termbase.checks.rules.acronym_wrong_language",
        "TB107": "termbase.checks.rules.concept_renderings",
        "TB108": "termbase.checks.rules.rendering_concepts",
        "TB301": "termbase.checks.rules.numbers",
        "TB302": "termbase.checks.rules.dates",
        "TB303": "termbase.checks.rules.percentages",
        "TB304": "termbase.checks.rules.resolution_numbers",
        "TB305": "termbase.checks.rules.units",
        "TB306": "termbase.checks.rules.times",
        "TB401": "termbase.checks.rules.source_two_targets",
        "TB402": "termbase.checks.rules.target_two_sources",
        "TB403": "termbase.checks.rules.untranslated",
        "TB404": "termbase.checks.rules.empty_target",
        "TB405": "termbase.checks.rules.missing_translation",
        "TB406": "termbase.checks.rules.length",
        "TB501": "termbase.checks.rules.doubled_space",
        "TB502": "termbase.checks.rules.outer_space",
        "TB503": "termbase.checks.rules.doubled_word",
        "TB601": "termbase.checks.rules.inline_codes",
        "TB602": "termbase.checks.rules.placeholders",
        "TB603": "termbase.checks.rules.addresses",
        "TB701": "termbase.checks.rules.foreign_letters",
        "TB702": "termbase.checks.rules.look_alikes",
        "TB703": "termbase.checks.rules.mixed_scripts",
        "TB704": "termbase.checks.rules.tatweel",
        "TB705": "termbase.checks.rules.presentation_forms",
        "TB706": "termbase.checks.rules.bidi_controls",
        "TB707": "termbase.checks.rules.diacritics",
        "TB708": "termbase.checks.rules.capitalisation",
        "TB901": "termbase.checks.rules.unused_suppression",
    },
)


@dataclass(frozen=True, slots=True)
class Selection:
    """The rules of a run."""

    modules: tuple[ModuleType, ...]
    """Rule modules in order of id."""

    @property
    def rules(self) -> tuple[Rule, ...]:
        """Their table rows."""
        return tuple(module.RULE for module in self.modules)


def all_rules() -> tuple[Rule, ...]:
    """Every rule there is, in order of id."""
    return tuple(RULES.get(identifier).RULE for identifier in sorted(RULES.paths()))


def known_ids() -> frozenset[str]:
    """The ids of all rules, whether or not a run selects them."""
    return frozenset(RULES.paths())


def find_rule(name: str) -> Rule:
    """The rule of an id or name; raises `UsageError` that lists the ids."""
    named = next((rule for rule in all_rules() if name in (rule.id, rule.name)), None)
    if named is not None:
        return named
    rule: Rule = RULES.get(name.upper()).RULE
    return rule


def select(settings: CheckConfig, *, only: Sequence[str] = (), ignore: Sequence[str] = ()) -> Selection:
    """The rules that a run applies: `only`, else the configured selection, else the profile's; less those ignored.

    A rule is named by id, by a prefix of its id (TB1) or by name. Raises `UsageError` for a name that fits no rule.
    """
    modules = [RULES.get(identifier) for identifier in sorted(RULES.paths())]
    wanted = tuple(only) or settings.select
    unwanted = (*settings.ignore, *ignore)
    for name in (*wanted, *unwanted):
        if not any(_named(module.RULE, name) for module in modules):
            RULES.get(name)  # raises, with the nearest name
    chosen = [
        module
        for module in modules
        if (any(_named(module.RULE, name) for name in wanted) if wanted else settings.profile in module.RULE.profiles)
        and not any(_named(module.RULE, name) for name in unwanted)
    ]
    return Selection(tuple(chosen))


def _named(rule: Rule, name: str) -> bool:
    return rule.name == name or (name[:2] == "TB" and rule.id.startswith(name))


def check(units: Iterable[Unit], context: Context, selection: Selection) -> Iterator[Finding]:
    """Findings of the selected rules on the units of one document, in order of unit, then rule.

    All rules look at one unit before the next, so that what they find out about a text is still at hand for the others. A rule that raises
    is reported as a finding with its unit, and the run goes on.
    """
    document = list(units)
    settings = context.settings
    found: list[tuple[int, Finding]] = []
    looks = [(module.RULE, look) for module in selection.modules if (look := _look(module, context)) is not None]
    for number, unit in enumerate(document):
        for rule, look in looks:
            try:
                for finding in look(unit):
                    found.append((number, finding))  # noqa: PERF401 (most looks find nothing, and a comprehension costs as much as the look)
            except Exception as error:  # noqa: BLE001 (a rule, perhaps a plugin's, must not end the run)
                found.append((number, _crashed(rule, unit, error)))
    numbers: dict[str, int] = {}
    for number, unit in enumerate(document):
        numbers.setdefault(unit.id, number)
    for module in selection.modules:
        if hasattr(module, "check_document"):
            try:
                found.extend(
                    (numbers.get(finding.unit, 0), finding) for finding in module.check_document(document, context)
                )
            except Exception as error:  # noqa: BLE001 (as above)
                found.append((0, _crashed(module.RULE, document[0] if document else Unit(()), error)))
    found.sort(key=lambda item: (item[0], item[1].rule, item[1].lang, item[1].column))
    for _, finding in found:
        yield _finished(finding, settings)


def _look(module: ModuleType, context: Context) -> Callable[[Unit], Iterable[Finding]] | None:
    """What a rule does with one unit; None for rules about whole documents, and for TB901, whose findings `checks.suppress` makes."""
    if hasattr(module, "start"):
        look: Callable[[Unit], Iterable[Finding]] = module.start(context)
        return look
    if hasattr(module, "check"):
        return partial(module.check, context=context)
    return None


def _crashed(rule: Rule, unit: Unit, error: Exception) -> Finding:
    message = f"the rule {rule.id} failed on this unit: {type(error).__name__}: {error}; please report it"
    return replace(
        rule.finding(unit, None, message), category=Category.CONSISTENCY, severity=Severity.ERROR, confidence=1.0
    )


def _finished(finding: Finding, settings: CheckConfig) -> Finding:
    severity = settings.severity.get(finding.rule) or settings.severity.get(finding.name)
    return replace(
        finding,
        severity=Severity(severity) if severity else finding.severity,
        fingerprint=fingerprint(finding),
    )


def fingerprint(finding: Finding) -> str:
    """Identity of a finding across edits elsewhere: rule, unit, language, concept, folded message and folded texts; never the line."""
    parts = (
        finding.rule,
        finding.unit,
        finding.lang,
        finding.concept,
        fold(finding.message),
        fold_kept(finding.source_text),
        fold_kept(finding.target_text),
    )
    return hashlib.sha256("\x1f".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:32]
