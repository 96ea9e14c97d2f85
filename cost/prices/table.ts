import { type MeterId } from './meters';
import { type Certainty, type Price } from './price';

interface Origin {
  readonly source: string;
  readonly date: string;
  readonly certainty: Certainty;
}

const RETAIL: Origin = {
  source: 'Azure Retail Prices API, as recorded by API Evangelist',
  date: '2026-09-17',
  certainty: 'recorded',
};
const CALCULATOR: Origin = {
  source: 'Azure Retail Prices API, as recorded by dais-cloud-calculator on GitHub',
  date: '2026-09-11',
  certainty: 'recorded',
};
/** Their tests run against the Retail Prices API; the files below were written in 2024. */
const INFRACOST: Origin = { source: "Infracost's golden test files", date: '2024', certainty: 'golden file' };
const PRICING_PAGE: Origin = { source: "Azure's pricing page", date: '2025', certainty: 'documented' };
const MEMORY: Origin = { source: 'no recorded price was found', date: '2026', certainty: 'from memory' };

type Row = readonly [meter: MeterId, amount: number, region: string, origin: Origin];

const ROWS: readonly Row[] = [
  ['data-factory/orchestration', 1, 'eastus', RETAIL],
  ['data-factory/copy', 0.25, 'eastus', RETAIL],
  ['data-factory/pipeline-activity', 0.005, 'eastus', RETAIL],
  ['data-factory/pipeline-activity-managed', 1, 'eastus', RETAIL],
  ['data-factory/external-activity', 0.00025, 'eastus', RETAIL],
  ['data-factory/external-activity-managed', 1, 'eastus', RETAIL],
  ['data-factory/data-flow-General', 0.27325, 'eastus', RETAIL],
  ['data-factory/data-flow-MemoryOptimized', 0.34275, 'eastus', RETAIL],
  ['data-factory/inactive-pipeline', 0.8, 'eastus', RETAIL],
  ['data-factory/read-write', 0.5, 'eastus', RETAIL],
  // data_factory_integration_runtime_azure_test.golden: 8 vCores, 730 hours, 1,565.12.
  ['data-factory/data-flow-General', 0.268, 'westeurope', INFRACOST],
  ['data-factory/orchestration', 1, 'westeurope', INFRACOST],
  ['data-factory/copy', 0.25, 'westeurope', INFRACOST],
  ['data-factory/pipeline-activity', 0.005, 'westeurope', INFRACOST],
  ['data-factory/external-activity', 0.00025, 'westeurope', INFRACOST],
  ['event-hubs/throughput-unit', 0.03, 'eastus', INFRACOST],
  ['event-hubs/events', 0.028, 'eastus', INFRACOST],
  // The first of three tiers, which ends at 730 hours a month: cheaper hours beyond it are left out.
  ['stream-analytics/unit-v2', 0.6733, 'brazilsouth', CALCULATOR],
  ['stream-analytics/unit-v2', 0.66, 'eastus', MEMORY],
  ['stream-analytics/unit', 0.11, 'eastus', MEMORY],
  ['storage/hot-LRS', 0.0208, 'westus', INFRACOST],
  ['storage/hot-ZRS', 0.026, 'westus', INFRACOST],
  ['storage/hot-GRS', 0.0458, 'westus', INFRACOST],
  ['storage/hot-GZRS', 0.0468, 'eastus', MEMORY],
  ['storage/cool-LRS', 0.0115, 'westus', INFRACOST],
  ['storage/cool-ZRS', 0.0144, 'westus', INFRACOST],
  ['storage/cool-GRS', 0.023, 'westus', INFRACOST],
  ['storage/cool-GZRS', 0.026, 'eastus', MEMORY],
  ['storage/geo-transfer', 0.02, 'eastus', MEMORY],
  // The accounts with hierarchical namespaces of storage_account_test.golden: those of geo-redundant ones cost twice as much.
  ['storage/writes', 0.072, 'westus', INFRACOST],
  ['storage/reads', 0.006, 'westus', INFRACOST],
  ['synapse/dedicated-DW100c', 1.2, 'eastus', MEMORY],
  ['synapse/serverless', 5, 'westeurope', INFRACOST],
  ['network/private-endpoint', 0.01, 'global', RETAIL],
  ['network/private-link-data', 0.01, 'global', RETAIL],
  ['network/private-dns-zone', 0.5, 'westus', INFRACOST],
  ['network/peering', 0.01, 'eastus', MEMORY],
  ['logs/ingestion', 2.99, 'westeurope', INFRACOST],
  ['logs/retention', 0.13, 'westeurope', INFRACOST],
  ['logs/long-term-retention', 0.026, 'westeurope', INFRACOST],
  ['logs/basic-ingestion', 0.65, 'westeurope', INFRACOST],
  ['monitor/metric-series', 0.1, 'eastus', INFRACOST],
  ['monitor/log-rule-1m', 3, 'westeurope', INFRACOST],
  ['monitor/log-rule-5m', 1.5, 'westeurope', INFRACOST],
  ['monitor/log-rule-10m', 1, 'westeurope', INFRACOST],
  ['monitor/log-rule-15m', 0.5, 'westeurope', INFRACOST],
  ['monitor/log-series-15m', 0.05, 'westeurope', INFRACOST],
  ['key-vault/operations', 0.03, 'eastus', INFRACOST],
  ['machine-learning/Standard_DS3_v2', 0.229, 'eastus', MEMORY],
  ['machine-learning/Standard_D2s_v3', 0.12, 'westeurope', INFRACOST],
  ['machine-learning/Standard_D4s_v3', 0.24, 'westeurope', INFRACOST],
  ['machine-learning/Standard_D8s_v3', 0.48, 'westeurope', INFRACOST],
  ['machine-learning/Standard_E4s_v3', 0.32, 'westeurope', INFRACOST],
  ['machine-learning/Standard_F4s_v2', 0.194, 'westeurope', INFRACOST],
  ['machine-learning/Standard_D2ds_v4', 0.113, 'eastus', MEMORY],
  ['machine-learning/Standard_D4ds_v4', 0.226, 'eastus', MEMORY],
  ['machine-learning/Standard_D8ds_v4', 0.452, 'eastus', MEMORY],
  ['machine-learning/Standard_D2ds_v5', 0.113, 'eastus', MEMORY],
  ['machine-learning/Standard_D4ds_v5', 0.226, 'eastus', MEMORY],
  ['machine-learning/Standard_D8ds_v5', 0.452, 'eastus', MEMORY],
  ['machine-learning/Standard_E4ds_v5', 0.288, 'eastus', MEMORY],
  ['container-registry/Basic', 0.1667, 'eastus', PRICING_PAGE],
  ['container-registry/Standard', 0.6667, 'eastus', PRICING_PAGE],
  ['container-registry/Premium', 1.6667, 'eastus', PRICING_PAGE],
  ['container-apps/vcpu', 0.000024, 'eastus', MEMORY],
  ['container-apps/memory', 0.000003, 'eastus', MEMORY],
  ['fabric/capacity-unit', 0.18, 'eastus', MEMORY],
];

/** Prices that the library knows: US dollars, pay as you go, before tax. A user's own count more. */
export const KNOWN_PRICES: readonly Price[] = Object.freeze(
  ROWS.map(([meter, amount, region, origin]) =>
    Object.freeze({ meter, amount, currency: 'USD', region, ...origin }),
  ),
);
