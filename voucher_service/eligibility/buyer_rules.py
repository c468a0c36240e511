"""What must hold of the buyer, the dealer and the place of a sale."""

import polars as pl

from voucher_service.campaigns.terms import Terms
from voucher_service.eligibility.asking import any_holds, within_bounds


def buyer_kind_is_covered(terms: Terms) -> pl.Expr | None:
    """The buyer is a person or an organisation, as the terms name."""
    kinds = terms.buyer.kinds
    return pl.col("buyer_kind").is_in(list(kinds)) if kinds else None


def buyer_age_is_covered(terms: Terms) -> pl.Expr | None:
    """The buyer is as old as the terms ask on the day of the invoice."""
    return within_bounds(pl.col("buyer_age"), terms.buyer.age)


def district_is_covered(terms: Terms) -> pl.Expr | None:
    """The sale belongs to a district that the terms name."""
    districts = terms.place.districts
    return pl.col("district").is_in(list(districts)) if districts else None


def tax_authority_is_covered(terms: Terms) -> pl.Expr | None:
    """The invoice's tax authority is one that the terms name."""
    authorities = terms.place.tax_authorities
    if not authorities:
        return None
    told = pl.col("tax_authority")
    return any_holds(
        [
            told.str.starts_with(name)
            if name.isdigit()
            else told.str.contains(name, literal=True)
            for name in authorities
        ]
    )


def plate_is_covered(terms: Terms) -> pl.Expr | None:
    """The car's plate is of a place that the terms name."""
    plates = terms.place.plates
    return pl.col("plate_region").is_in(list(plates)) if plates else None


def dealer_is_listed(terms: Terms) -> pl.Expr | None:
    """The dealer stands on the terms' list, by its number or its name."""
    if not terms.dealers:
        return None
    by_name = pl.col("dealer_name").is_in(list(terms.dealers)).fill_null(value=False)
    return pl.col("dealer_id").is_in(list(terms.dealers)) | by_name
