import { application, department, group, referenceAlert } from '../../model';
import { products, purchaseOrders, stockLevels, stockReservations, suppliers } from './contracts';
import {
  demandByWeek,
  demandOutlook,
  overduePurchases,
  stockCover,
  stockRisk,
  supplierLeadTimes,
} from './gold';
import { questions } from './questions';
import {
  cleanProducts,
  cleanPurchaseOrders,
  cleanReservations,
  cleanStockLevels,
  cleanSuppliers,
  currentStock,
  demandFeatures,
  demandForecast,
  weeklyDemand,
} from './silver';

/** Reports reservations that stock can hardly serve, before the parcel is packed. */
export const scarceStock = referenceAlert('scarce-stock', stockReservations, {
  description: 'Something is reserved of which hardly any is left',
  reference: stockCover,
  on: ['sku'],
  when: (event, stock) => stock.available.lessThan(20).or(event.quantity.greaterThan(stock.available)),
  payload: ['reservation_id', 'order_id', 'sku', 'location', 'quantity', 'reserved_at'],
});

/** Supply Chain: owns products, stock and suppliers; answers for what is there and what comes. */
export const supplyChain = department('supply-chain', {
  description: 'Buys and stores: products, stock, suppliers and demand',
  sources: [products, suppliers, stockLevels, purchaseOrders, stockReservations],
  tables: [
    cleanProducts,
    cleanSuppliers,
    cleanStockLevels,
    cleanPurchaseOrders,
    cleanReservations,
    currentStock,
    weeklyDemand,
    demandFeatures,
    demandForecast,
    stockCover,
    stockRisk,
    demandByWeek,
    demandOutlook,
    supplierLeadTimes,
    overduePurchases,
  ],
  alerts: [scarceStock],
  questions,
  consumers: [
    group('supply-planners', {
      reads: [stockCover, stockRisk, demandByWeek, demandOutlook, supplierLeadTimes, overduePurchases],
      powerBi: 'DirectQuery',
      reason: 'Decide what to order and from whom',
    }),
    application('warehouse', {
      receives: [scarceStock],
      reason: 'Stops parcels that cannot be packed; runs in Azure, as its own identity',
    }),
  ],
});
