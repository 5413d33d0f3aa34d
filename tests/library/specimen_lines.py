"""Specimens of an alert, as they are sent."""

from cites.cug.core.codelists import lists
from hypothesis import strategies as st


GOOD_LINES = st.fixed_dictionaries(
    {
        "species": st.sampled_from(["cheetah", "Panthera leo", "Felis ficta"]),
        "term": st.sampled_from(lists.codes("term")),
        "quantity": st.integers(min_value=1, max_value=10**6),
        "unit": st.sampled_from([None, "ITE", "PCS"]),
        "source": st.sampled_from([None, *lists.codes("source")]),
        "sex": st.sampled_from([None, *lists.codes("sex")]),
    }
)
