"""The words of the page that explains the published database."""

from voucher_service.model.text import Text

DICTIONARY_WORDS: dict[str, Text] = {
    "dictionary": Text(zh="数据字典", en="Data dictionary"),
    "dictionary_lead": Text(
        zh="发布库可用任何 DuckDB 客户端只读打开，不含个人信息。"
        "以下说明都写在库里，DESCRIBE 和 duckdb_columns() 也能看到。",
        en="Any DuckDB client opens the published database read-only; it holds no "
        "personal data. All that is said here stands in the file itself, for DESCRIBE "
        "and duckdb_columns() to show.",
    ),
    "dictionary_download": Text(zh="下载发布库", en="Download the database"),
    "dictionary_parquet": Text(
        zh="下载 Parquet：{table}", en="Download as Parquet: {table}"
    ),
    "dictionary_tables": Text(zh="表", en="Tables"),
    "dictionary_views": Text(zh="视图", en="Views"),
    "dictionary_column": Text(zh="列", en="Column"),
    "dictionary_type": Text(zh="类型", en="Type"),
    "dictionary_meaning": Text(zh="含义", en="Meaning"),
}
