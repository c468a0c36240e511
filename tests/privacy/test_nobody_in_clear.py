"""After the whole sample came in by every way, no buyer stands anywhere in clear."""

import itertools
from pathlib import Path

import duckdb
import httpx
import pytest

from tests.conftest import SEED_CAMPAIGN, run_command
from tests.control.service_process import ServiceProcess
from tests.feed_texts import REGISTER, vin
from tests.privacy.people import feeds, names, numbers, people_in
from voucher_service.resources import SAMPLE_DATA

pytestmark = pytest.mark.slow

CHARTS = ("cumulative-sales", "daily-sales", "by-district", "price-distribution")
PAGES = ("/", "/feeds", "/feeds/history", f"/campaigns/{SEED_CAMPAIGN}")


class Sample:
    """A home that took in the sample in three ways, and all that was said of it."""

    def __init__(self, root: Path) -> None:
        self.home = root / "home"
        self.folder = root / "post"
        self.log = root / "service.log"
        self.said: dict[str, bytes] = {}
        self.uploads_seen = 0
        files = sorted(p for p in (SAMPLE_DATA / "feeds").rglob("*") if p.is_file())
        with ServiceProcess(self.home, log=self.log) as service:
            self._command("ingest", SAMPLE_DATA / "dealers.csv", *files[0::3])
            told = self._command("token", "create", "--role", "bureau", "--name", "x")
            bearer = {"Authorization": f"Bearer {told.decode().strip()}"}
            self._watch(files[2::3])
            with httpx.Client(
                base_url=service.url, headers=bearer, trust_env=False, timeout=60
            ) as client:
                self._post(client, files[1::3])
                self._ask(client)
            self._command("feeds")
            self._command("feeds", "--json")
            self._command("sale", "list", "--json")
            assert service.stop() == 0

    def _command(self, *arguments: str | Path) -> bytes:
        ran = run_command(*arguments, VOUCHER_HOME=str(self.home))
        said = f"{ran.out}\n{ran.err}".encode()
        self.said[" ".join(map(str, arguments[:2]))] = said
        return ran.out.encode()

    def _watch(self, files: list[Path]) -> None:
        for file in files:
            place = self.folder / "inbox" / file.parent.name / file.name
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(file.read_bytes())
        self._command("watch", self.folder, "--once", "--every", "0")
        for path in self.folder.rglob("*"):
            if path.name.endswith((".receipt.json", ".txt")):
                self.said[str(path)] = path.read_bytes()

    def _post(self, client: httpx.Client, files: list[Path]) -> None:
        headless = "\n".join(files[0].read_text("utf-8-sig").splitlines()[1:4])
        broken = files[0].read_bytes()[:3000].replace(b"\n", b"\n\0\xff")
        sent = [(file.name, file.read_bytes()) for file in files]
        sent += [("headless.csv", headless.encode()), ("broken.csv", broken)]
        for name, content in sent:
            for dry_run in ("true", "false"):
                answer = client.post(
                    "/v1/feeds",
                    files={"file": (name, content)},
                    data={"dry_run": dry_run},
                )
                self.said[f"POST {name} {dry_run}"] = answer.content

    def _ask(self, client: httpx.Client) -> None:
        paths = [*PAGES, "/v1/sales?limit=100", "/v1/feeds?limit=100"]
        listed = client.get("/v1/feeds?limit=100").json()["items"]
        paths += [f"/v1/feeds/{item['delivery_id']}" for item in listed]
        paths += [f"/feeds/{item['delivery_id']}" for item in listed]
        chart = f"/v1/campaigns/{SEED_CAMPAIGN}/charts"
        both = itertools.product(CHARTS, ("csv", "json", "html"))
        paths += [f"{chart}/{name}?format={kind}" for name, kind in both]
        for person in ("430800199001010011", "13812345678"):
            paths += [f"/v1/sales?vin={person}", f"/v1/sales/{person}"]
        for path in paths:
            self.said[f"GET {path}"] = client.get(path).content


@pytest.fixture(scope="module")
def sample(tmp_path_factory) -> Sample:
    return Sample(tmp_path_factory.mktemp("privacy"))


def test_the_scan_finds_every_buyer_in_the_files_as_they_were_sent():
    csv = b"".join(
        feed.content.decode("gb18030" if b"\xb3\xb5" in feed.content else "utf-8",
                            errors="ignore").encode()
        for feed in feeds()
        if feed.path.endswith(".csv")
    )  # fmt: skip
    every = {sale.buyer.name for feed in feeds() for sale in feed.sales}
    found = people_in(csv)
    assert len(names()) > 0.8 * len(every)
    assert len(found & names()) > 0.5 * len(names())
    assert len({number.encode() for number in found} & numbers()) > 1000
    assert people_in("13812345678".encode("utf-16-le")) <= {"13812345678"}


def test_no_file_of_the_home_names_a_buyer(sample):
    files = [path for path in sample.home.rglob("*") if path.is_file()]
    assert {"voucher.duckdb", "hmac.key"} <= {path.name for path in files}
    assert not [path for path in files if path.suffix == ".xlsx"]
    assert not list((sample.home / "uploads").iterdir())
    assert {p.name: people_in(p.read_bytes()) for p in files} == {
        path.name: set() for path in files
    }


def test_no_value_of_any_table_names_a_buyer(sample):
    with duckdb.connect(str(sample.home / "voucher.duckdb"), read_only=True) as home:
        columns = home.execute(
            "SELECT table_name, column_name FROM duckdb_columns()"
            " WHERE NOT internal AND (data_type LIKE 'VARCHAR%' OR data_type = 'BLOB')"
        ).fetchall()
        found = {}
        for table, column in columns:
            values = home.execute(
                f'SELECT DISTINCT "{column}"::VARCHAR FROM "{table}"'
                f' WHERE "{column}" IS NOT NULL'
            ).fetchall()
            held = people_in("\n".join(value for (value,) in values).encode())
            if held:
                found[table, column] = held
        sales = home.execute("SELECT count(*) FROM sales").fetchone()
    assert len(columns) > 100
    assert sales[0] > 1000
    assert found == {}


def test_nothing_the_service_said_or_logged_names_a_buyer(sample):
    log = sample.log.read_bytes()
    assert b"/v1/feeds" in log
    assert len(sample.said) > 100
    told = {place: people_in(said) for place, said in sample.said.items()}
    assert {place: held for place, held in told.items() if held} == {}
    assert people_in(log) == set()


def test_a_refused_row_that_repeats_its_buyer_keeps_nobody_in_clear(desk):
    name, number, phone = "欧阳测试", "430800199001010011", "13812345678"
    desk.ingest(REGISTER, "dealers.csv")
    report = desk.ingest(
        "经销商编号,发票代码,发票号码,车架号,开票日期,裸车价,姓名,身份证号,联系电话,"
        "品牌,备注\n"
        f"T-01,143002220001,00000001,{vin(1)},2023-01-05,面议,{name},{number},{phone},"
        f"{name}自购,{name} {phone} 来电，证件{number}\n"
        f"T-01,143002220001,00000003,{vin(3)},2023-01-05,150000,{name},{number},{phone},"
        f"{name}自购,{name} {phone} 来电，证件{number}\n",
        f"{name}{number}.csv",
    )
    assert (report.refused, report.accepted) == (1, 1)
    with desk.service.store.read() as home:
        kept = [
            str(home.execute(f"FROM {table}").fetchall())
            for table in ("refused_rows", "feed_notes", "feed_columns", "sale_versions")
        ]
    for clear in (name, number, phone):
        assert clear not in "".join(kept)
    assert "欧*" in kept[0]
