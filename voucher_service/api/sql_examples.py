"""What questions in SQL and their answers look like, made of our models."""

from datetime import UTC, datetime

from voucher_service.model.errors import VoucherServiceError
from voucher_service.model.published_errors import (
    NotPublished,
    QueryStopped,
    UnusableQuery,
)
from voucher_service.model.sql_questions import (
    SavedQuery,
    SqlColumn,
    SqlPublication,
    SqlResult,
)
from voucher_service.model.text import Text

ASKED = (
    "SELECT district, count(*) AS cars, sum(price_yuan) AS sales_yuan\n"
    "FROM eligible_sales\nGROUP BY district\nORDER BY cars DESC"
)
RESULT = SqlResult(
    columns=(
        SqlColumn(name="district", type="VARCHAR"),
        SqlColumn(name="cars", type="BIGINT"),
        SqlColumn(name="sales_yuan", type="DECIMAL(38,2)"),
    ),
    rows=(("永定区", 262, "39210000.00"), ("慈利县", 118, "17040000.00")),
    truncated=False,
    elapsed_ms=24.6,
    publication=SqlPublication(
        as_of="2023-01-10",
        known_at="2023-01-10T10:00:00Z",
        synthetic=True,
        program_version="0.1.0",
    ),
)
SAVED = SavedQuery(
    id="sq_5f0c2ab91d3e",
    name="各区县销量",
    sql=ASKED,
    saved_by="analyst · analyst",
    saved_at=datetime(2023, 1, 10, 10, tzinfo=UTC),
)
NAMED = SAVED.model_dump(mode="json", exclude={"sql"})
SQL_ANSWERS: dict[tuple[str, str], dict[str, object]] = {
    ("POST", "/v1/sql"): {"200": RESULT.model_dump(mode="json")},
    ("GET", "/v1/saved-queries"): {"200": [NAMED]},
    ("GET", "/v1/saved-queries/{id}"): {"200": SAVED.model_dump(mode="json")},
    ("POST", "/v1/saved-queries"): {"201": SAVED.model_dump(mode="json")},
    ("POST", "/v1/saved-queries/{id}/remove"): {"200": SAVED.model_dump(mode="json")},
}
"""The example of the answer, by method and path, then by status."""

SQL_FAULTS: tuple[VoucherServiceError, ...] = (
    UnusableQuery(
        Text(
            zh="没有这样的表、列或函数（第 2 行第 6 列）："
            "Table with name sale does not exist!",
            en="there is no such name (line 2, column 6): "
            "Table with name sale does not exist!",
        ),
        line=2,
        column=6,
    ),
    QueryStopped(
        Text(
            zh="查询超过 30 秒，已停止",
            en="the query took more than 30 seconds and was stopped",
        ),
        remedy=Text(
            zh="缩小范围，或检查是否漏写了连接条件",
            en="ask for less, or look for a join without its condition",
        ),
    ),
    NotPublished(Text(zh="还没有发布过分析库", en="nothing has been published yet")),
)
