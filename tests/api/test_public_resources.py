"""What anybody may ask: the examples of all routes, and what each kind of thing says."""

import pytest

from openkeden.api import problems, routes

PUBLIC = [route for route in routes.ROUTES if route.scope is None and route.method == "GET"]


@pytest.mark.parametrize("route", PUBLIC, ids=lambda one: f"{one.base}{one.path}")
def test_the_example_of_a_public_route_can_be_asked_as_it_stands(http, route):
    reply = http.ask("GET", route.example, base=route.base)
    assert reply.status == 200, reply.body
    assert reply.headers["Access-Control-Allow-Origin"] == "*"


def test_a_code_is_told_on_its_day_and_kept_for_good_where_that_is_past(http):
    reply = http.get("/tariff/6403999600?on=2026-04-02", accept_language="ru")
    assert (reply.json["code"], reply.json["rate"]) == ("6403999600", "1.25 EUR/pair")
    assert reply.headers["Cache-Control"].endswith("immutable")
    assert reply.headers["Content-Language"] == "ru"
    tag = reply.headers["ETag"]
    again = "/tariff/6403999600?on=2026-04-02"
    assert http.get(again, accept_language="ru", if_none_match=tag).status == 304
    assert http.get(again, if_none_match=tag).status == 200, "another language"
    assert http.get("/tariff/6403999600").headers["Cache-Control"].endswith("=300")


@pytest.mark.parametrize(
    ("path", "status", "rule"),
    [
        ("/tariff/abc", 422, "U.10"),
        ("/tariff/640399960/history", 422, "U.17"),
        ("/tariff/9999999999/history", 404, "U.217"),
        ("/tariff?q=-", 422, "U.135"),
        ("/tariff?q=x&on=1900-01-01", 422, "U.5"),
        ("/tariff/changes?since=2026-04-02&until=2026-04-01", 422, "U.215"),
        ("/law/kz:nothing@2018-01-01", 404, "U.210"),
        ("/rates?currency=XXX&on=2026-04-02", 422, "U.211"),
        ("/lists/nothing", 404, "U.180"),
        ("/measures?code=0713400000&direction=export&from=2026-02-02&to=2026-02-01", 422, "U.215"),
        ("/measures?code=071340&direction=export", 422, "U.17"),
        ("/cost?code=6403999600", 422, "U.218"),
        ("/templates/nothing", 404, "U.180"),
        ("/problems/nothing", 404, "U.180"),
        ("/ledger/tile/0/001", 404, "U.212"),
        ("/ledger/tile/0/000.p/255", 404, "U.212"),
        ("/ledger/tile/9/000", 404, "U.212"),
        ("/ledger/tile/0/0", 404, "U.212"),
        ("/ledger/tile/0/x000/000", 404, "U.212"),
        ("/ledger/tile/0/000.p/256", 404, "U.212"),
        ("/ledger/tile/entries/000", 404, "U.213"),
        ("/ledger/proofs/inclusion?entry=999", 404, "U.60"),
        ("/ledger/proofs/inclusion?entry=0&size=999", 404, "U.214"),
        ("/ledger/proofs/consistency?from=999", 404, "U.214"),
        ("/ledger/proofs/consistency?from=0", 404, "U.214"),
    ],
)  # fmt: skip
def test_what_is_not_there_is_told_by_its_rule(http, path, status, rule):
    reply = http.get(path)
    assert (reply.status, reply.json["findings"][0]["rule"]) == (status, rule)
    assert "Cache-Control" not in reply.headers


def test_a_code_that_ended_names_where_its_goods_went(http):
    reply = http.get("/tariff/0713?on=2026-04-02").json
    assert {"prefix", "lines"} <= reply.keys()
    absent = http.get("/tariff/6403999699?on=2026-04-02").json
    assert absent["status"] == "unknown"
    assert absent["near"]


def test_the_rows_on_a_code_come_in_the_order_of_their_days(http):
    rows = http.get("/tariff/6403999600/history").json["rows"]
    days = [one["law"]["since"] for one in rows]
    assert days == sorted(days)
    assert {one["kind"] for one in rows} >= {"line"}


def test_what_changed_between_two_days_is_counted(http):
    found = http.get("/tariff/changes?since=2025-10-01&until=2026-04-02").json
    told = found["difference"]
    assert found["counts"]["ended"] == len(told["ended"])
    assert (told["before"], told["after"]) == ("2025-10-01", "2026-04-02")


def test_the_cost_is_that_of_the_library_and_of_the_command(http):
    import openkeden

    goods = {"code": "6403999600", "value": "10000.00", "currency": "USD"}
    goods |= {"origin": "CN", "net": "1000", "qty": "1000", "on": "2026-04-02"}
    query = "&".join([f"{name}={text}" for name, text in goods.items()])
    asked = http.get(f"/cost?{query}&rates.USD=475.00&rates[EUR]=550.00").json
    rates = {"USD": "475.00", "EUR": "550.00"}
    assert asked == openkeden.duty(**goods, rates=rates).to_dict()
    sent = http.post("/cost", {**goods, "rates": rates}).json
    assert sent == asked


def test_items_are_priced_together_and_all_that_they_lack_is_told(http):
    shoe = {"code": "6403999600", "value": "10000.00", "net": "1000", "qty": "1000"}
    common = {"currency": "USD", "origin": "CN", "on": "2026-04-02"}
    reply = http.post("/cost", {**common, "items": [shoe, shoe]})
    assert (reply.status, len(reply.json["items"])) == (200, 2)
    wrong = {"code": "6403999600", "items": [{**shoe, "net": ""}], "regime": "parcel"}
    found = http.post("/cost", wrong).json["findings"]
    assert [(one["rule"], one["path"]) for one in found] == [
        ("U.216", "code"),
        ("U.216", "regime"),
        ("U.218", "items[0].currency"),
        ("U.218", "items[0].origin"),
        ("U.218", "items[0].net"),
    ]
    assert found[2]["pointer"] == "/items/0/currency"


def test_goods_of_a_person_need_no_code(http):
    asked = "/cost?regime=parcel&value=500&currency=USD&net=10&on=2026-04-02"
    assert http.get(asked).json["regime"] == "parcel"


def test_goods_without_a_price_are_refused_with_every_finding(http):
    asked = "/cost?code=6403999600&value=-1&currency=ABC&origin=CN&net=x"
    reply = http.get(asked)
    assert reply.status == 422
    assert reply.json["type"] == "/api/v1/problems/refused"
    assert len(reply.json["findings"]) > 1


def test_what_goods_are_is_told_as_a_table(http):
    asked = "/measures?code=0102294100&direction=export&on=2026-04-02"
    with_point = http.get(f"{asked}&attribute.sex=male").json
    assert with_point == http.get(f"{asked}&attribute[sex]=male").json
    assert with_point != http.get(f"{asked}&attribute.sex=female").json
    twice = http.get(f"{asked}&attribute.sex=male&attribute[sex]=male")
    assert (twice.status, twice.json["findings"][0]["rule"]) == (400, "U.183")
    mixed = http.get(f"{asked}&attribute=male&attribute.sex=male")
    assert mixed.status == 400


def test_measures_are_told_for_several_days_and_for_a_period(http):
    asked = "/measures?code=0713400000&direction=export&destination=UZ"
    assert len(http.get(f"{asked}&on=2026-04-02&on=2026-05-02").json["days"]) == 2
    period = http.get(f"{asked}&from=2026-01-01&to=2026-04-02").json
    assert (period["days"], bool(period["changes"])) == ([], True)
    assert len(http.get(asked).json["days"]) == 1, "today"


def test_codes_are_suggested_and_questions_are_asked(http):
    goods = {"text": "leather shoes for men", "on": "2026-04-02"}
    found = http.post("/suggestions", goods).json
    assert found["codes"][0]["code"].startswith("64")
    asked = http.post("/suggestions", {**goods, "ask": True}).json
    question = asked["question"]
    answer = {"about": question["about"], "answer": question["options"][0]["id"]}
    further = http.post("/suggestions", {**goods, "answers": [answer]}).json
    assert [one["answer"] for one in further["trail"]] == [answer["answer"]]
    assert http.post("/suggestions", {"text": "6403"}).status == 422


def test_templates_are_json_or_a_table(http):
    table = http.get("/templates/items?format=csv")
    assert table.headers["Content-Type"].startswith("text/csv")
    assert isinstance(http.get("/templates/import").json, dict | list)


def test_lists_and_gaps_are_in_the_language_asked_for(http):
    english, russian = [
        http.get("/law/gaps", accept_language=language).json["gaps"]
        for language in ("en", "ru")
    ]
    assert [one["key"] for one in english] == [one["key"] for one in russian]
    assert english[0]["text"] != russian[0]["text"]


def test_a_kind_of_problem_says_what_to_do(http):
    for kind, known in problems.STATUSES.items():
        told = http.get(f"/problems/{kind}").json
        assert told["status"] == known
        assert told["fix"]
    assert "U.180" in http.get("/problems/not-found").json["rules"]


def test_browsers_get_a_page_with_every_operation(http):
    reply = http.get("/", accept="text/html,*/*;q=0.8")
    assert reply.headers["Content-Type"].startswith("text/html")
    assert reply.headers["Content-Security-Policy"].startswith("default-src 'none'; style")
    text = reply.body.decode()
    assert "style=" not in text
    assert "<script" not in text
    for route in routes.ROUTES:
        assert route.address in text
    listed = http.get("/").json["operations"]
    assert len(listed) == len(routes.ROUTES)
    assert http.get("/style.css").headers["Content-Type"].startswith("text/css")
