"""Raises what stands behind the labels of a form, and nicknames in quotes."""

import re
from cites.nonnominal.branches import by_first_letter
from cites.nonnominal.casing.line import Line, LONGEST
from cites.nonnominal.casing.name_runs import run_of_name
from cites.nonnominal.casing.word_kinds import is_only_name, is_word
from cites.nonnominal.casing.word_lists import ENDS, LINKS
from cites.nonnominal.names import context, things
from cites.nonnominal.names.spelling import words
from cites.nonnominal.names.tokens import Token


COLON = re.compile(r"\s?:\s*")
#: Labels before a name in a form: "nom complet :", "suspect: ".
LABELS = context.NAMING | context.ROLES | words("fio prenoms apellidos nombres")
NO_VALUE = ENDS - context.PARTICLES
#: The label of a vessel's name in a form.
VESSEL_LABEL = re.compile(
    by_first_letter(
        r"name\sof\s(?:the\s)?(?:vessel|ship|boat)|(?:vessel|ship|boat)(?:['’]s)?\sname|"
        r"vessel|ship|boat|"
        r"nom\sdu\s(?:navire|bateau)|navire|bateau|nombre\sdel\s(?:buque|barco)|buque|barco|"
        r"nome\sd[oa]\s(?:navio|barco)|navio|jina\sla\s(?:meli|chombo)|meli"
    )
    + r"\s?:\s"
)
#: A nickname in quotes: "alias « billets »".
QUOTED_NICKNAME = re.compile(
    r"(?<!\w)(?:alias|dite?|a\.?k\.?a\.?|apodad[oa]|surnommée?|nicknamed|called|"
    r"known\sas|"
    r"llamad[oa]|conocid[oa]\scomo|conhecid[oa]\scomo)\s[\"“«‘']\s?(?=\w)"
)
#: The label of a nickname in a form.
NICKNAME_LABEL = re.compile(
    r"(?<!\w)(?:alias|nickname|surnom|sobriquet|apodo|alcunha|aka)\s?:\s"
)


def raise_values(line: Line) -> None:
    """Raise vessels and nicknames behind the labels of a form, or in quotes."""
    patterns = [VESSEL_LABEL, NICKNAME_LABEL] if line.labelled else []
    if line.quoted:
        patterns.append(QUOTED_NICKNAME)
    for pattern in patterns:
        for match in pattern.finditer(line.small):
            start = line.at(match.end())
            end = line.end_of_joined(start, LONGEST)
            raise_value(line, start, min(end, len(line.tokens)))


def raise_value(line: Line, start: int, end: int) -> None:
    """Raise words, the first even if it is a small one: "Le Perroquet d'Or"."""
    run = range(start, end)
    line.raised.update(i for i in run if i == start or line.tokens[i].folded not in LINKS)


def named_by_label(line: Line, index: int) -> list[int] | None:
    """Positions of a name in the form's value that begins here; None if none does."""
    if not (index and _has_label(line, index)):
        return None
    if value := _value_from(line, index):
        return value
    return run_of_name(line, index, LONGEST) if _begins_value(line, index) else None


def _value_from(line: Line, start: int) -> list[int]:
    """Positions of the words of a form's value, if it is a name: "driver: le thi"."""
    end = line.end_of_joined(start, LONGEST)
    value = line.tokens[start:end]
    rest = line.small[value[-1].end :].lstrip(" .")
    if len(value) > LONGEST or (rest and rest[0] not in ",;|\t("):
        return []
    if not _may_be_value(line, start, value):
        return []
    # "van rooyen" has its capital too where it begins the value.
    particles = context.PARTICLES - {value[0].folded}
    return [i for i in range(start, end) if line.tokens[i].folded not in particles]


def _may_be_value(line: Line, start: int, value: list[Token]) -> bool:
    """Whether the words have a name, or are no words where the label says "name"."""
    if any(token.folded in NO_VALUE for token in value):
        return False
    if any(map(is_only_name, value)):
        return True
    if len(value) > 1 and all(token.marks for token in value):
        # "driver: gift banda"
        return True
    named = context.NAMING & _label_before(line, start)
    return bool(named) and not all(map(is_word, value))


def _has_label(line: Line, index: int) -> bool:
    """Whether a word follows the label of a name."""
    if not COLON.fullmatch(line.between(index)):
        return False
    label = _label_before(line, index)
    return bool(label & LABELS) and not label & things.LABELS


def _label_before(line: Line, index: int) -> set[str]:
    return {token.folded for token in line.tokens[max(0, index - LONGEST) : index]}


def _begins_value(line: Line, index: int) -> bool:
    """Whether a word behind a label may be a name: "nombre completo: …"."""
    token = line.tokens[index]
    return not token.ordinary and (bool(token.marks) or index <= LONGEST)


def fills_field(line: Line, start: int, end: int) -> bool:
    """Whether words are the whole value of a form's field."""
    rest = line.small[line.tokens[end - 1].end :].lstrip(" .")
    return (not rest or rest[0] in ",;|\t(") and end - start <= LONGEST + 1
