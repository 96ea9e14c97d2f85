"""The reference company's operations flows in pandas, money in whole cents so that no digit is lost."""

import glob
import hashlib
import os
import resource
import sys
import warnings

import pandas as pd

# Options that one release of pandas needs, the next one calls deprecated.
warnings.simplefilter("ignore")

TEXT = ["transaction_id", "order_id", "kind", "status", "currency", "country", "channel", "customer_email"]


def read_transactions(folder: str) -> pd.DataFrame:
    files = sorted(glob.glob(f"{folder}/transactions/*.jsonl"))
    raw = pd.concat(
        [pd.read_json(file, lines=True, dtype=False, convert_dates=False) for file in files], ignore_index=True
    )
    rows = pd.DataFrame({name: raw[name].str.strip(" \t\r\n") for name in TEXT})
    rows["amount"] = (pd.to_numeric(raw["amount"], errors="coerce") * 100).round()
    rows["occurred_at"] = pd.to_datetime(
        raw["occurred_at"], format="%Y-%m-%dT%H:%M:%S.%fZ", errors="coerce"
    ).astype("datetime64[ms]")
    return rows


def valid(rows: pd.DataFrame) -> pd.Series:
    required = rows.drop(columns="customer_email").notna().all(axis=1)
    return (
        required
        & rows["transaction_id"].str.len().between(1, 20)
        & rows["order_id"].str.len().between(1, 20)
        & (rows["customer_email"].isna() | (rows["customer_email"].str.len() <= 254))
        & rows["kind"].isin(["sale", "refund"])
        & rows["status"].isin(["captured", "refused"])
        & rows["channel"].isin(["web", "app", "store"])
        & (rows["amount"] >= 0)
        & rows["currency"].str.fullmatch("[A-Z]{3}", na=False)
        & rows["country"].str.fullmatch("[A-Z]{2}", na=False)
    )


def read_rates(folder: str) -> pd.DataFrame:
    rates = pd.concat([pd.read_csv(file, dtype=str) for file in sorted(glob.glob(f"{folder}/exchange-rates/*.csv"))])
    rates["rate_date"] = pd.to_datetime(rates["rate_date"], errors="coerce")
    rates["rate"] = (pd.to_numeric(rates["rate"], errors="coerce") * 1_000_000).round()
    rates = rates.dropna().drop_duplicates(["rate_date", "currency"])
    return rates.astype({"rate": "int64"}).sort_values("rate_date")


def euros(cents: pd.Series) -> pd.Series:
    return (cents / 100).round(2)


def main(data: str, out: str, pepper: str) -> None:
    for zone in ("silver", "gold", "quarantine"):
        os.makedirs(f"{out}/{zone}", exist_ok=True)
    save = lambda frame, path: frame.to_parquet(f"{out}/{path}.parquet", compression="zstd", index=False)

    rows = read_transactions(data)
    good = valid(rows)
    save(rows[~good], "quarantine/transactions")
    rows = rows[good].astype({"amount": "int64"})
    # Equal keys and timestamps are equal rows here, so any of them will do.
    rows = rows.sort_values("occurred_at", ascending=False).drop_duplicates("transaction_id")
    rows["customer_email"] = rows["customer_email"].map(
        lambda email: hashlib.sha256((pepper + email).encode()).hexdigest(), na_action="ignore"
    )
    save(rows, "silver/transactions")
    rates = read_rates(data)
    save(rates, "silver/exchange_rates")

    booked = rows[rows["status"] == "captured"].copy()
    booked["booking_day"] = booked["occurred_at"].dt.normalize().astype(rates["rate_date"].dtype)
    booked = pd.merge_asof(
        booked.sort_values("booking_day"),
        rates,
        left_on="booking_day",
        right_on="rate_date",
        by="currency",
        tolerance=pd.Timedelta(days=7),
    )
    booked.loc[booked["currency"] == "EUR", "rate"] = 1_000_000
    save(booked[booked["rate"].isna()], "quarantine/booked_transactions")
    booked = booked[booked["rate"].notna()].astype({"rate": "int64"})
    booked["amount_eur"] = (booked["amount"] * booked["rate"] + 500_000) // 1_000_000
    booked = booked.drop(columns="rate_date")
    save(booked, "silver/booked_transactions")

    sales = booked.loc[
        booked["kind"] == "sale",
        ["transaction_id", "order_id", "booking_day", "country", "channel", "amount_eur"],
    ]
    refunds = booked[booked["kind"] == "refund"].groupby("order_id")["amount_eur"].sum().rename("refunded_eur")
    orders = sales.join(refunds, on="order_id")
    orders["is_refunded"] = orders["refunded_eur"].notna()
    save(orders, "silver/order_revenue")

    of_kind = lambda kind: booked["amount_eur"].where(booked["kind"] == kind, 0)
    daily = (
        booked.assign(sales_eur=of_kind("sale"), refunds_eur=of_kind("refund"))
        .groupby("booking_day")
        .agg(payments=("kind", "size"), sales_eur=("sales_eur", "sum"), refunds_eur=("refunds_eur", "sum"))
        .reset_index()
    )
    daily["revenue_eur"] = daily["sales_eur"] - daily["refunds_eur"]
    for name in ("sales_eur", "refunds_eur", "revenue_eur"):
        daily[name] = euros(daily[name])
    save(daily, "gold/daily_revenue")

    by_country = (
        orders.groupby(["country", "channel"])
        .agg(
            orders=("order_id", "nunique"),
            sales=("order_id", "size"),
            sales_eur=("amount_eur", "sum"),
            last_day=("booking_day", "max"),
        )
        .reset_index()
    )
    by_country["sales_eur"] = euros(by_country["sales_eur"])
    save(by_country, "gold/revenue_by_country")

    refused = rows[rows["status"] == "refused"]
    refused = (
        refused.groupby([refused["occurred_at"].dt.normalize().rename("refusal_day"), "country"])
        .size()
        .rename("payments")
        .reset_index()
    )
    save(refused, "gold/refused_payments")


def peak_kib() -> int:
    try:
        with open("/proc/self/status", encoding="ascii") as status:
            return next(int(line.split()[1]) for line in status if line.startswith("VmHWM:"))
    except OSError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


main(*sys.argv[1:4])
print("peak-kib", peak_kib())
