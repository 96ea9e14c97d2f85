-- Orders to suppliers that were promised for a day that is over, and have not come.
SELECT
  p.supplier_id,
  COUNT_BIG(*) AS overdue_orders,
  SUM(CAST(p.quantity AS BIGINT)) AS overdue_units,
  MIN(p.promised_on) AS oldest_promise,
  DATEDIFF(DAY, MIN(p.promised_on), @today) AS days_late
FROM input.purchases AS p
WHERE p.received_on IS NULL AND p.promised_on < @today
GROUP BY p.supplier_id
