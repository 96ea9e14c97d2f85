export { companyIssues, validateCompany } from './company';
