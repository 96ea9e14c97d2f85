"""The reference company's operations flows in PySpark, on this machine alone; money in decimals throughout."""

import os
import sys

from pyspark.sql import Column, DataFrame, SparkSession, Window
from pyspark.sql import functions as F

PAYMENT = [
    "transaction_id", "order_id", "kind", "status", "amount", "currency", "country", "channel", "customer_email",
    "occurred_at",
]  # fmt: skip


def session(scratch: str) -> SparkSession:
    # Otherwise it looks for an address of this machine, and complains about what it finds.
    os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    spark = (
        SparkSession.builder.master("local[*]")
        .config("spark.driver.memory", f"{memory // 2 // 2**20}m")
        .config("spark.driver.host", "localhost")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.local.dir", scratch)
        .config("spark.sql.warehouse.dir", f"{scratch}/warehouse")
        .config("spark.sql.session.timeZone", "UTC")
        .config("spark.sql.shuffle.partitions", str(os.cpu_count() or 1))
        .config("spark.sql.parquet.compression.codec", "zstd")
        .config("spark.sql.parquet.outputTimestampType", "TIMESTAMP_MICROS")
        .config("spark.ui.enabled", "false")
        .config("spark.ui.showConsoleProgress", "false")
        .getOrCreate()
    )
    spark.sparkContext.setLogLevel("ERROR")
    return spark


def trimmed(name: str) -> Column:
    text = F.btrim(F.col(name), F.lit(" \t\r\n"))
    return F.when(text != "", text).alias(name)


def read_payments(spark: SparkSession, folder: str) -> DataFrame:
    schema = ", ".join(f"{name} STRING" for name in PAYMENT)
    raw = spark.read.schema(schema).json(f"{folder}/transactions/*.jsonl").select(*map(trimmed, PAYMENT))
    return raw.withColumn("amount", F.expr("try_cast(amount AS DECIMAL(12, 2))")).withColumn(
        "occurred_at", F.expr("try_cast(occurred_at AS TIMESTAMP)")
    )


def valid() -> Column:
    required = [f"{name} IS NOT NULL" for name in PAYMENT if name != "customer_email"]
    rules = [
        *required,
        "length(transaction_id) <= 20",
        "length(order_id) <= 20",
        "(customer_email IS NULL OR length(customer_email) <= 254)",
        "kind IN ('sale', 'refund')",
        "status IN ('captured', 'refused')",
        "channel IN ('web', 'app', 'store')",
        "amount >= 0",
        "currency RLIKE '^[A-Z]{3}$'",
        "country RLIKE '^[A-Z]{2}$'",
    ]
    return F.coalesce(F.expr(" AND ".join(rules)), F.lit(False))


def read_rates(spark: SparkSession, folder: str) -> DataFrame:
    raw = spark.read.option("header", True).csv(f"{folder}/exchange-rates/*.csv")
    rates = raw.select(
        F.expr("try_cast(trim(rate_date) AS DATE)").alias("rate_date"),
        F.trim("currency").alias("currency"),
        F.expr("try_cast(trim(rate) AS DECIMAL(12, 6))").alias("rate"),
    )
    good = rates.where("rate >= 0 AND rate_date IS NOT NULL AND currency RLIKE '^[A-Z]{3}$'")
    return good.groupBy("rate_date", "currency").agg(F.max("rate").alias("rate"))


def booked(payments: DataFrame, rates: DataFrame) -> DataFrame:
    # A rate holds until the next one of its currency.
    following = F.lead("rate_date").over(Window.partitionBy("currency").orderBy("rate_date"))
    spans = rates.withColumn("until", following).withColumnRenamed("currency", "rate_currency")
    captured = payments.where("status = 'captured'").withColumn("booking_day", F.to_date("occurred_at"))
    priced = captured.join(
        F.broadcast(spans),
        F.expr("currency = rate_currency AND booking_day >= rate_date AND (until IS NULL OR booking_day < until)"),
        "left",
    ).withColumn(
        "exchange_rate",
        F.expr(
            "CASE WHEN currency = 'EUR' THEN CAST(1 AS DECIMAL(12, 6)) "
            "WHEN datediff(booking_day, rate_date) <= 7 THEN rate END"
        ),
    )
    exact = F.expr("CAST(CAST(amount AS DECIMAL(20, 2)) * exchange_rate AS DECIMAL(20, 2))")
    return priced.withColumn("amount_eur", exact).drop("rate_currency", "rate_date", "until", "rate")


def money(expression: str, digits: int = 30) -> Column:
    return F.expr(f"CAST(coalesce({expression}, 0) AS DECIMAL({digits}, 2))")


def main(data: str, out: str, pepper: str) -> None:
    spark = session(f"{out}/scratch")

    def save(frame: DataFrame, path: str) -> DataFrame:
        frame.write.parquet(f"{out}/{path}.parquet")
        return spark.read.parquet(f"{out}/{path}.parquet")

    checked = read_payments(spark, data).withColumn("is_valid", valid()).cache()
    save(checked.where("NOT is_valid").drop("is_valid"), "quarantine/transactions")
    newest = Window.partitionBy("transaction_id").orderBy(F.col("occurred_at").desc())
    kept = checked.where("is_valid").withColumn("version", F.row_number().over(newest)).where("version = 1")
    pseudonym = F.sha2(F.concat(F.lit(pepper), "customer_email"), 256)
    payments = save(
        kept.withColumn("customer_email", pseudonym).drop("is_valid", "version"), "silver/transactions"
    )
    checked.unpersist()
    rates = save(read_rates(spark, data), "silver/exchange_rates")

    converted = booked(payments, rates).cache()
    save(converted.where("amount_eur IS NULL"), "quarantine/booked_transactions")
    bookings = save(converted.where("amount_eur IS NOT NULL"), "silver/booked_transactions")
    converted.unpersist()

    refunds = bookings.where("kind = 'refund'").groupBy("order_id").agg(F.sum("amount_eur").alias("refunded_eur"))
    sales = bookings.where("kind = 'sale'").select(
        "transaction_id", "order_id", "booking_day", "country", "channel", "amount_eur"
    )
    orders = save(
        sales.join(refunds, "order_id", "left").withColumn("is_refunded", F.col("refunded_eur").isNotNull()),
        "silver/order_revenue",
    )

    daily = bookings.groupBy("booking_day").agg(
        F.count("*").alias("payments"),
        money("sum(amount_eur) FILTER (WHERE kind = 'sale')").alias("sales_eur"),
        money("sum(amount_eur) FILTER (WHERE kind = 'refund')").alias("refunds_eur"),
        money("sum(CASE kind WHEN 'sale' THEN amount_eur ELSE -amount_eur END)", 31).alias("revenue_eur"),
    )
    save(daily.orderBy("booking_day"), "gold/daily_revenue")
    by_country = orders.groupBy("country", "channel").agg(
        F.countDistinct("order_id").alias("orders"),
        F.count("*").alias("sales"),
        money("sum(amount_eur)").alias("sales_eur"),
        F.max("booking_day").alias("last_day"),
    )
    save(by_country.orderBy("country", "channel"), "gold/revenue_by_country")
    refused = payments.where("status = 'refused'").groupBy(F.to_date("occurred_at").alias("refusal_day"), "country")
    save(refused.agg(F.count("*").alias("payments")), "gold/refused_payments")
    print("peak-kib", peak_kib())
    spark.stop()


def peak_kib() -> int:
    """Sum of the most memory that each process of the tree held: this one's and that of the virtual machine."""
    parents, peaks = {}, {}
    for pid in filter(str.isdigit, os.listdir("/proc")):
        try:
            with open(f"/proc/{pid}/status", encoding="utf-8") as status:
                fields = dict(line.split(":", 1) for line in status if ":" in line)
        except OSError:
            continue
        parents[int(pid)] = int(fields["PPid"])
        peaks[int(pid)] = int(fields.get("VmHWM", "0").split()[0])
    tree = {os.getpid()}
    while grown := {pid for pid, parent in parents.items() if parent in tree} - tree:
        tree |= grown
    return sum(peaks.get(pid, 0) for pid in tree)


main(*sys.argv[1:4])
