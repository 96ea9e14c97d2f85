import type { Role } from './grant';

/** A role that Azure does not have: the bootstrap makes it, with an id that is known before. */
export const LANDING_OPERATOR = Object.freeze({
  name: 'Lakehouse Landing Operator',
  id: '5b0d5f0e-6f0a-4c53-9a3e-0b8a0f6d7c21',
  description: 'Starts and stops a job of Stream Analytics, and sees how far behind it is.',
  actions: Object.freeze([
    'Microsoft.Insights/metrics/read',
    'Microsoft.StreamAnalytics/streamingjobs/read',
    'Microsoft.StreamAnalytics/streamingjobs/start/action',
    'Microsoft.StreamAnalytics/streamingjobs/stop/action',
  ]),
} as const);

/** The ids of the roles that are granted: Azure's own, the same in every tenant, and the bootstrap's. Source: "Azure built-in roles". */
export const BUILT_IN_ROLES: Readonly<Record<Role, string>> = Object.freeze({
  'Azure AI Enterprise Network Connection Approver': 'b556d68e-0be0-4f35-a333-ad7ee1ce17ea',
  'Azure Event Hubs Data Receiver': 'a638d3c7-ab3a-418d-83e6-5f17a39d4fde',
  'Azure Event Hubs Data Sender': '2b629674-e913-4c01-ae53-ef4638d8f975',
  'AzureML Data Scientist': 'f6c7c914-8db3-469d-8ca1-694a8f32e121',
  'Key Vault Crypto Service Encryption User': 'e147488a-f6f5-4113-8e2d-b22465e65bf6',
  'Key Vault Secrets User': '4633458b-17de-408a-b874-0445c86b69e6',
  [LANDING_OPERATOR.name]: LANDING_OPERATOR.id,
  'Monitoring Reader': '43d0d8ad-25c7-4714-9337-8ba259a9fe05',
  Reader: 'acdd72a7-3385-48ef-bd42-f606fba81ae7',
  'Storage Blob Data Contributor': 'ba92f5b4-2d11-453d-a403-e96b0029c9fe',
  'Storage Blob Data Reader': '2a2b9908-6ea1-4ae2-8e65-a410df84e7d1',
  'Storage Blob Delegator': 'db58b8e5-c6ad-4a2a-8342-4190687cbf4a',
});
