"""Two engines, one answer: the decisions equal a DuckDB query written apart."""

import duckdb
import polars as pl
from hypothesis import given, settings

from tests.eligibility.known_sales import (
    TERMS,
    contested_sales,
    sales_frames,
    terms_of_any_kind,
)
from voucher_service.campaigns.terms import Terms
from voucher_service.eligibility.decide import decide

SQL = """
with live as (
    select * from sales
    where not cancelled and not set_aside and vin is not null
      and coalesce(condition, '') <> 'used'
),
contradicted as (
    select
        one.sale_id,
        (select arg_min(
                    {id: other.sale_id, hash: other.row_hash},
                    {day: other.sold_on, no: coalesce(other.invoice_number, '~'),
                     id: other.sale_id})
         from live as other
         where other.vin = one.vin and other.dealer_id <> one.dealer_id) as rival
    from live as one
),
judged as (
    select
        sale_id, version, vin, sold_on, invoice_number,
        row_hash || if(cancelled, '-cancelled', if(set_aside, '-set_aside', ''))
            as content,
        row_hash, rival,
        [
            if(cancelled, 'sale_cancelled', null),
            if(set_aside, 'sale_set_aside', null),
            if(exists (select 1 from unnest($requires) wanted(name)
                       where case wanted.name when 'vin' then vin
                             when 'invoice_number' then invoice_number
                             else record_no end is null),
               'identity_required', null),
            if($$price is null or ($vehicle <> 'any' and condition is null),
               'value_missing', null),
            if(sold_on < $first_day, 'sold_before_start', null),
            if(sold_on > $last_day, 'sold_after_end', null),
            if($vehicle = 'new' and condition <> 'new', 'not_new', null),
            if($vehicle = 'used' and condition <> 'used', 'not_used', null),
            if($$price < $floor, 'price_below_floor', null),
            if(rival is not null, 'vehicle_in_conflict', null)
        ] as findings
    from sales left join contradicted using (sale_id)
),
listed as (
    select *, list_filter(findings, lambda f: f is not null) as own from judged
),
ranked as (
    select *,
        row_number() over places as place,
        first_value(sale_id) over places as first_id,
        first_value(row_hash) over places as first_hash
    from listed
    where len(own) = 0 and vin is not null and $once
    window places as (
        partition by vin order by sold_on, invoice_number nulls last, sale_id
    )
),
losers as (select sale_id, first_id, first_hash from ranked where place > 1)
select
    sale_id,
    version,
    len(own) = 0 and first_id is null as eligible,
    if(first_id is null, own, ['vehicle_already_counted']) as reasons,
    if(len(own) = 0 and first_id is null, $face, 0)::bigint as amount_fen,
    coalesce(rival.id, first_id) as rival_sale_id,
    $version as terms_version,
    content || '.' || $version || '.' || coalesce(rival.hash, first_hash, '-')
        as input_hash
from listed left join losers using (sale_id)
order by sale_id
"""


def decided_by_sql(sales: pl.DataFrame, terms: Terms) -> pl.DataFrame:
    values = {
        "requires": [identity.value for identity in terms.requires],
        "vehicle": terms.vehicle,
        "first_day": terms.sales_window.start,
        "last_day": terms.sales_window.end,
        "floor": int(terms.price_floor_yuan * 100),
        "face": int(terms.voucher.face_yuan * 100),
        "once": terms.per_vehicle == 1,
        "version": terms.version,
    }
    with duckdb.connect() as connection:
        connection.register("sales", sales.to_arrow())
        query = SQL.replace("$$price", f"{terms.price_basis.value}_fen")
        return connection.sql(query, params=values).pl()


@settings(deadline=None)
@given(sales=sales_frames(), terms=terms_of_any_kind)
def test_decisions_equal_those_of_a_query_written_apart(sales, terms) -> None:
    ours = decide(sales, terms).sort("sale_id")
    assert decided_by_sql(sales, terms).to_dicts() == ours.to_dicts()


@settings(deadline=None)
@given(sales=contested_sales)
def test_a_contested_vehicle_goes_to_the_sale_that_the_query_names(sales) -> None:
    ours = decide(sales, TERMS).sort("sale_id")
    assert ours["rival_sale_id"].null_count() < sales.height
    assert decided_by_sql(sales, TERMS).to_dicts() == ours.to_dicts()
