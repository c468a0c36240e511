-- Queries that analysts saved; append-only, and the last row of a query is how it stands.

CREATE TABLE saved_query_steps (
    query_id VARCHAR NOT NULL,
    name VARCHAR NOT NULL,
    sql VARCHAR,                -- null: the query was removed
    actor VARCHAR NOT NULL,
    role VARCHAR NOT NULL,
    recorded_at TIMESTAMP NOT NULL
);
