"""Sales over HTTP: masked, paged, and a dealer's own alone."""

import httpx

from voucher_service.model.kinds import Role


def test_a_sale_and_its_history_are_found_by_vin(running):
    with running.client() as client:
        page = client.get("/v1/sales", params={"vin": "LSYSYN105N0000001"}).json()
        [sale] = page["items"]
        assert page["next_cursor"] is None
        assert sale["source"] == {
            "feed_id": sale["source"]["feed_id"],
            "file": "first.csv",
            "sheet": None,
            "row": 2,
        }
        assert client.get(f"/v1/sales/{sale['sale_id']}").json() == sale
        history = client.get(f"/v1/sales/{sale['sale_id']}/history")
        assert history.json() == [sale]
        assert client.get("/v1/sales/sal_nope").status_code == httpx.codes.NOT_FOUND


def test_a_dealer_reads_its_own_sales_alone(running):
    with running.client(Role.DEALER) as client:
        items = client.get("/v1/sales", params={"limit": 100}).json()["items"]
        assert {sale["dealer_id"] for sale in items} == {"D001"}
        refused = client.get("/v1/sales", params={"limit": 0})
    assert refused.status_code == httpx.codes.UNPROCESSABLE_ENTITY
