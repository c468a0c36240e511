"""The words of the page that explains the published database."""

from voucher_service.model.text import Text

DICTIONARY_WORDS: dict[str, Text] = {
    "dictionary": Text(zh="数据字典", en="Data dictionary"),
    "dictionary_lead": Text(
        zh="发布库可用任何 DuckDB 客户端只读打开，不含个人信息。"
        "以下说明都写在库里：列的说明用 FROM duckdb_columns() 查看，表和视图的说明用 "
        "FROM duckdb_tables() 和 FROM duckdb_views() 查看。",
        en="Any DuckDB client opens the published database read-only; it holds no "
        "personal data. All that is said here stands in the file itself: of columns "
        "FROM duckdb_columns() shows it, of tables and views FROM duckdb_tables() and "
        "FROM duckdb_views().",
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
