"""What a writer does not know of an imported file stands in what it writes."""

from __future__ import annotations

from lxml import etree

from correction.exchange.carrying import Known, Vocabulary, carry

BLOCK = Known(frozenset({"x"}), frozenset({"Line"}), ("Shape", "Line", "Note"), frozenset({"x", "lang", "ref"}))
WORDS = Vocabulary(
    {
        "Page": Known(frozenset({"width"}), frozenset({"Block"}), ("Margin", "Style|Block", "Note")),
        "Block": BLOCK,
        "Line": Known(frozenset({"x"})),
    },
    taken=frozenset({"Block", "Line"}),
    references=frozenset({"ref"}),
)
OLD = """<Doc xmlns="urn:old" xmlns:o="urn:other"><Page width="1" height="2">
  <Margin id="m"/><Style id="s1"><Font/></Style>
  <Block id="b1" x="1" lang="de" ref="s1 b1" o:mark="yes"><Note>kept</Note><Shape/><Line id="l1" x="2" y="3"/>
    <o:thing>foreign <o:b>text</o:b></o:thing></Block>
  <Group id="g"><Block id="b2" x="5"/><Block id="b3" x="6"/></Group>
</Page></Doc>"""
NEW = """<Doc xmlns="urn:new"><Page width="9"><Block id="s1" x="4"><Line id="n1" x="7"/></Block><Block id="n2" x="5"/>
</Page></Doc>"""


def carried(words: Vocabulary = WORDS, old: str = OLD, new: str = NEW) -> etree._Element:
    file, root = etree.fromstring(old), etree.fromstring(new)
    names = {"b1": "s1", "l1": "n1", "b2": "n2"}
    pairs = [(root[0], file[0])]
    for element in file.iter():
        name = element.get("id", "")
        pairs += [(each, element) for each in root.iter() if each.get("id") == names.get(name, "-")]
    carry(root, pairs, words)
    return root


def text(root: etree._Element) -> str:
    return "".join(etree.tostring(root, encoding="unicode").split("\n"))


def test_what_is_unknown_is_kept_at_its_place() -> None:
    page = carried()[0]
    assert [etree.QName(child).localname for child in page] == ["Margin", "Block", "Block", "Style", "Group"]
    assert dict(page.attrib) == {"width": "9", "height": "2"}
    block = page[1]
    assert [etree.QName(child).localname for child in block] == ["Shape", "Line", "Note", "thing"]
    assert block.get("x") == "4"
    assert block.get("lang") == "de"
    assert block.get("{urn:other}mark") == "yes"
    assert dict(block[1].attrib) == {"id": "n1", "x": "7", "y": "3"}


def test_namespaces_are_the_new_ones_but_for_foreign_elements() -> None:
    page = carried()[0]
    assert b"urn:old" not in etree.tostring(page)
    thing = page[1][3]
    assert thing.tag == "{urn:other}thing"
    assert "".join(thing.itertext()) == "foreign text"


def test_ids_stay_single_and_references_follow() -> None:
    page = carried()[0]
    style = page[3]
    ids = [each.get("id") for each in page.iter() if each.get("id")]
    assert len(ids) == len(set(ids))
    assert page[1].get("ref") == f"{style.get('id')} s1"


def test_what_was_given_up_does_not_come_back() -> None:
    page = carried()[0]
    assert len(page[4]) == 0
    assert "b3" not in text(page)


def test_parts_move_into_the_parent_that_is_carried() -> None:
    words = Vocabulary(WORDS.elements, WORDS.taken, nested=True)
    page = carried(words)[0]
    assert [child.get("id") for child in page[3]] == ["n2"]
    assert [child.get("id") for child in page if etree.QName(child).localname == "Block"] == ["s1"]


def test_what_has_no_place_goes_where_the_writer_says() -> None:
    said: list[tuple[str, str]] = []

    def keep(element: etree._Element, name: str, value: str) -> bool:
        said.append((name, value))
        return True

    carried(Vocabulary(WORDS.elements, WORDS.taken, homeless=keep))
    assert sorted(name for name, _ in said) == ["Group", "{urn:other}mark", "{urn:other}thing"]
    assert any("foreign" in value for _, value in said)


def test_a_file_without_a_namespace_takes_the_new_one() -> None:
    page = carried(old=OLD.replace(' xmlns="urn:old"', ""))[0]
    assert {etree.QName(child).namespace for child in page} == {"urn:new"}


def test_carrying_again_from_what_was_written_changes_nothing() -> None:
    first = carried()
    names = {"s1": "s1", "n1": "n1", "n2": "n2"}
    root = etree.fromstring(NEW)
    pairs = [(root[0], first[0])]
    for element in first.iter():
        pairs += [(each, element) for each in root.iter() if each.get("id") == names.get(element.get("id", ""), "-")]
    carry(root, pairs, WORDS)
    assert etree.tostring(root, method="c14n") == etree.tostring(first, method="c14n")
