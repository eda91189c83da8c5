"""Finds entities by what people call them: names in any spelling, the beginnings of names, codes, and typos.

Scores run from 0 to 1:

- 1: the text is one of the names or codes, case, diacritics and punctuation ignored;
- from 0.9: a name or code begins with the text;
- from 0.8: the text begins at a later word of a name;
- from 0.7: every word of the text begins a word of the name, in any order;
- below 0.7: likewise, with letters that are wrong, missing, doubled or swapped.

Within a step, a name of which the text is a larger part scores more. Ties stand in the order of ids.
"""

from graph_data.search.asking import check_labels, check_text, match, search, suggest
from graph_data.search.finding import LONGEST
from graph_data.search.matching import MOST_LABELS
from graph_data.search.results import Candidate, Found, Hit, Matched, Unsearchable, hint_of

__all__ = [
    "LONGEST",
    "MOST_LABELS",
    "Candidate",
    "Found",
    "Hit",
    "Matched",
    "Unsearchable",
    "check_labels",
    "check_text",
    "hint_of",
    "match",
    "search",
    "suggest",
]
