-- Meaning: 本库各表的行数 · how many rows each table of this publication has.
-- Grain: 每张表一行 · one row a table.
-- Columns:
--   table_name: 表名 · the table.
--   row_count: 行数 · its rows.
-- Units: 行 · rows.
CREATE TABLE published.published_tables AS
SELECT table_name, row_count FROM told_tables ORDER BY table_name;
