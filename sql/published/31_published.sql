-- Meaning: 本次发布：数据截至何时、依何程序和条款 · this publication: as of when, and by what.
-- Grain: 只有一行 · a single row.
-- Columns:
--   schema_version: 本库结构的版本 · the version of this database's schema.
--   as_of: 数据截至日：各活动截至日的最后一天；都尚无销售时为空 · the day figures stand at: the last one of all campaigns, null while none has a sale.
--   known_at: 入库截至时刻（UTC）：之前的一切都在内，之后的都不在 · UTC: all that was recorded until then is in it, and nothing later.
--   data_version: 最近一次可能改变数字的提交时刻（UTC） · the last commit that may have changed a figure, UTC.
--   chain_entries: 截至该时刻操作日志的条数 · how many entries the log of changes had.
--   chain_head: 操作日志最后一条的哈希，可与日志核对 · the hash of its last entry, to hold the log to.
--   program_version: 程序版本 · the version of the program.
--   smallest_cell: 分区县逐日表中公布的最小辆数 · the smallest number of cars shown by district and day.
--   synthetic: 含合成数据时为真：不得当作真实数据引用 · true if any of it is made up: it must not be cited as real.
--   terms_versions: 各活动条款内容的哈希，活动编号 → 哈希 · the content hash of each campaign's terms, by campaign_id.
--   row_counts: 各表行数，表名 → 行数，同 published_tables · how many rows each table has, by its name, as in published_tables.
-- Units: 日期为上海日期，时刻为 UTC · days in Asia/Shanghai, instants in UTC.
CREATE TABLE published.published AS
WITH head AS (
    SELECT entry_no, entry_hash FROM audit_log
    WHERE recorded_at <= getvariable('known_at') ORDER BY entry_no DESC LIMIT 1
)
SELECT getvariable('schema_version')::INTEGER AS schema_version,
       (SELECT max(as_of) FROM published.campaigns) AS as_of,
       getvariable('known_at')::TIMESTAMP AS known_at,
       getvariable('data_version')::TIMESTAMP AS data_version,
       coalesce((SELECT entry_no FROM head), 0) AS chain_entries,
       coalesce((SELECT entry_hash FROM head), repeat('0', 64)) AS chain_head,
       getvariable('program_version')::VARCHAR AS program_version,
       getvariable('smallest_cell')::INTEGER AS smallest_cell,
       EXISTS (FROM published.sales WHERE synthetic)
       OR EXISTS (FROM dealers_at(getvariable('known_at')) WHERE synthetic) AS synthetic,
       (SELECT map(coalesce(list(campaign_id), []), coalesce(list(terms_version), []))
        FROM (FROM published.campaigns ORDER BY campaign_id))
           ::MAP(VARCHAR, VARCHAR) AS terms_versions,
       (SELECT map(list(table_name), list(row_count))
        FROM (FROM told_tables ORDER BY table_name))
           ::MAP(VARCHAR, BIGINT) AS row_counts;
