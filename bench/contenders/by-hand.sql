-- The reference company's operations flows, as one would write them by hand for DuckDB.
-- {{data}} and {{out}} are folders; the session's time zone is UTC.

CREATE TEMP TABLE checked AS
WITH raw AS (
  SELECT * FROM read_json('{{data}}/transactions/*.jsonl', format = 'newline_delimited', columns = {
    transaction_id: 'VARCHAR', order_id: 'VARCHAR', kind: 'VARCHAR', status: 'VARCHAR', amount: 'VARCHAR',
    currency: 'VARCHAR', country: 'VARCHAR', channel: 'VARCHAR', customer_email: 'VARCHAR', occurred_at: 'VARCHAR'
  })
), trimmed AS (
  SELECT
    nullif(trim(transaction_id, e' \t\r\n'), '') AS transaction_id,
    nullif(trim(order_id, e' \t\r\n'), '') AS order_id,
    nullif(trim(kind, e' \t\r\n'), '') AS kind,
    nullif(trim(status, e' \t\r\n'), '') AS status,
    nullif(trim(amount, e' \t\r\n'), '') AS amount_text,
    nullif(trim(currency, e' \t\r\n'), '') AS currency,
    nullif(trim(country, e' \t\r\n'), '') AS country,
    nullif(trim(channel, e' \t\r\n'), '') AS channel,
    nullif(trim(customer_email, e' \t\r\n'), '') AS customer_email,
    nullif(trim(occurred_at, e' \t\r\n'), '') AS occurred_text
  FROM raw
), typed AS (
  SELECT *,
    TRY_CAST(amount_text AS DECIMAL(12, 2)) AS amount,
    date_trunc('millisecond', TRY_CAST(rtrim(occurred_text, 'Z') AS TIMESTAMP)) AS occurred_at
  FROM trimmed
)
SELECT *,
  CASE
    WHEN length(transaction_id) > 20 THEN 'type:transaction_id'
    WHEN length(order_id) > 20 THEN 'type:order_id'
    WHEN amount IS NULL AND amount_text IS NOT NULL THEN 'type:amount'
    WHEN length(customer_email) > 254 THEN 'type:customer_email'
    WHEN occurred_at IS NULL AND occurred_text IS NOT NULL THEN 'type:occurred_at'
    WHEN transaction_id IS NULL THEN 'missing:transaction_id'
    WHEN order_id IS NULL THEN 'missing:order_id'
    WHEN kind IS NULL THEN 'missing:kind'
    WHEN status IS NULL THEN 'missing:status'
    WHEN amount IS NULL THEN 'missing:amount'
    WHEN currency IS NULL THEN 'missing:currency'
    WHEN country IS NULL THEN 'missing:country'
    WHEN channel IS NULL THEN 'missing:channel'
    WHEN occurred_at IS NULL THEN 'missing:occurred_at'
    WHEN kind NOT IN ('sale', 'refund') THEN 'allowed:kind'
    WHEN status NOT IN ('captured', 'refused') THEN 'allowed:status'
    WHEN channel NOT IN ('web', 'app', 'store') THEN 'allowed:channel'
    WHEN amount < 0 THEN 'range:amount'
    WHEN NOT regexp_full_match(currency, '[A-Z]{3}') THEN 'pattern:currency'
    WHEN NOT regexp_full_match(country, '[A-Z]{2}') THEN 'pattern:country'
  END AS rule
FROM typed;

COPY (
  SELECT transaction_id, order_id, kind, status, amount_text AS amount, currency, country, channel, customer_email,
    occurred_text AS occurred_at, rule
  FROM checked WHERE rule IS NOT NULL
) TO '{{out}}/quarantine/transactions.parquet' (FORMAT parquet, COMPRESSION zstd);

COPY (
  SELECT transaction_id, order_id, kind, status, amount, currency, country, channel,
    sha256('{{pepper}}' || customer_email) AS customer_email, occurred_at
  FROM checked WHERE rule IS NULL
  QUALIFY row_number() OVER (PARTITION BY transaction_id ORDER BY occurred_at DESC) = 1
) TO '{{out}}/silver/transactions.parquet' (FORMAT parquet, COMPRESSION zstd);

DROP TABLE checked;

COPY (
  SELECT TRY_CAST(trim(rate_date) AS DATE) AS rate_date, trim(currency) AS currency, max(TRY_CAST(trim(rate) AS DECIMAL(12, 6))) AS rate
  FROM read_csv('{{data}}/exchange-rates/*.csv', header = true, all_varchar = true)
  WHERE TRY_CAST(trim(rate) AS DECIMAL(12, 6)) >= 0 AND TRY_CAST(trim(rate_date) AS DATE) IS NOT NULL
    AND regexp_full_match(trim(currency), '[A-Z]{3}')
  GROUP BY ALL
) TO '{{out}}/silver/exchange_rates.parquet' (FORMAT parquet, COMPRESSION zstd);

CREATE TEMP TABLE converted AS
WITH captured AS (
  SELECT *, CAST(occurred_at AS DATE) AS booking_day
  FROM read_parquet('{{out}}/silver/transactions.parquet') WHERE status = 'captured'
), priced AS (
  SELECT captured.*,
    CASE
      WHEN captured.currency = 'EUR' THEN CAST(1 AS DECIMAL(12, 6))
      WHEN captured.booking_day - rates.rate_date <= 7 THEN rates.rate
    END AS exchange_rate
  FROM captured ASOF LEFT JOIN read_parquet('{{out}}/silver/exchange_rates.parquet') AS rates
    ON captured.currency = rates.currency AND captured.booking_day >= rates.rate_date
)
SELECT *, CAST(CAST(amount AS DECIMAL(20, 2)) * exchange_rate AS DECIMAL(20, 2)) AS amount_eur FROM priced;

COPY (SELECT * FROM converted WHERE amount_eur IS NULL)
TO '{{out}}/quarantine/booked_transactions.parquet' (FORMAT parquet, COMPRESSION zstd);

COPY (SELECT * FROM converted WHERE amount_eur IS NOT NULL)
TO '{{out}}/silver/booked_transactions.parquet' (FORMAT parquet, COMPRESSION zstd);

DROP TABLE converted;

COPY (
  WITH refunds AS (
    SELECT order_id, sum(amount_eur) AS refunded_eur
    FROM read_parquet('{{out}}/silver/booked_transactions.parquet') WHERE kind = 'refund' GROUP BY order_id
  )
  SELECT sales.transaction_id, sales.order_id, sales.booking_day, sales.country, sales.channel, sales.amount_eur,
    CAST(refunds.refunded_eur AS DECIMAL(30, 2)) AS refunded_eur, refunds.order_id IS NOT NULL AS is_refunded
  FROM read_parquet('{{out}}/silver/booked_transactions.parquet') AS sales LEFT JOIN refunds USING (order_id)
  WHERE sales.kind = 'sale'
) TO '{{out}}/silver/order_revenue.parquet' (FORMAT parquet, COMPRESSION zstd);

COPY (
  SELECT booking_day, count(*) AS payments,
    CAST(coalesce(sum(amount_eur) FILTER (kind = 'sale'), 0) AS DECIMAL(30, 2)) AS sales_eur,
    CAST(coalesce(sum(amount_eur) FILTER (kind = 'refund'), 0) AS DECIMAL(30, 2)) AS refunds_eur,
    CAST(sum(CASE kind WHEN 'sale' THEN amount_eur ELSE -amount_eur END) AS DECIMAL(31, 2)) AS revenue_eur
  FROM read_parquet('{{out}}/silver/booked_transactions.parquet') GROUP BY booking_day ORDER BY booking_day
) TO '{{out}}/gold/daily_revenue.parquet' (FORMAT parquet, COMPRESSION zstd);

COPY (
  SELECT country, channel, count(DISTINCT order_id) AS orders, count(*) AS sales,
    CAST(sum(amount_eur) AS DECIMAL(30, 2)) AS sales_eur, max(booking_day) AS last_day
  FROM read_parquet('{{out}}/silver/order_revenue.parquet') GROUP BY country, channel ORDER BY country, channel
) TO '{{out}}/gold/revenue_by_country.parquet' (FORMAT parquet, COMPRESSION zstd);

COPY (
  SELECT CAST(occurred_at AS DATE) AS refusal_day, country, count(*) AS payments
  FROM read_parquet('{{out}}/silver/transactions.parquet') WHERE status = 'refused' GROUP BY ALL ORDER BY ALL
) TO '{{out}}/gold/refused_payments.parquet' (FORMAT parquet, COMPRESSION zstd);
