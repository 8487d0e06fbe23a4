// The door of tenancy: organisations, shops, groups, contracts.
export { findShop, getShop, listShops, listShopsById, isOpen, type Bilingual, type Shop } from './shop.ts';
export { getDefaultGroup, getGroup, listGroups, type Group } from './group.ts';
export { contractOf, inForce, inForceSql, listContracts, type Contract } from './contract.ts';
export { acceptContract, endContract, proposeContract, type ContractAuthor, type ContractTerms } from './change-contract.ts';
export { createGroup, createOrganisation, createShop, renameGroup, type NewShop } from './create-organisation.ts';
export { listShopsWithRetention, longestRetentionDays, type ShopRetention } from './retention.ts';
export { changeShop, settingsChange } from './change-shop.ts';
