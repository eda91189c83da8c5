from dataclasses import fields

from graph_data.ontology import KINDS, Predicate
from graph_data.relations import RELATIONS


def test_every_predicate_is_a_relation_with_two_ends_and_a_sentence_for_either() -> None:
    assert set(RELATIONS) == set(Predicate)
    for predicate, relation in RELATIONS.items():
        assert relation.predicate is predicate
        assert relation.subjects
        assert relation.objects
        assert relation.description
        assert relation.inverse


def test_only_hierarchies_allow_one_object_alone() -> None:
    limited = {relation.predicate.value for relation in RELATIONS.values() if relation.at_most}
    assert limited == {"LOCATED_IN", "BROADER", "STAGE_OF"}


def test_an_attribute_that_names_another_entity_stands_for_a_relation_of_its_kind() -> None:
    for kind, entity_type in KINDS.items():
        for item in fields(entity_type):
            if predicate := item.metadata.get("predicate"):
                assert kind in RELATIONS[predicate].subjects
