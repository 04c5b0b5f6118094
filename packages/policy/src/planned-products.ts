import type { CatalogueAction, CatalogueProduct } from '@genkan/contracts/sub-account/product-catalogue';

type Marks = Pick<CatalogueAction, 'grantsAccess'>;

const action = (readOnly: boolean, name: string, resourceTypes: string[], marks: Marks = {}): CatalogueAction => ({
  action: name,
  readOnly,
  resourceTypes,
  ...marks,
});
const view = (name: string, ...types: string[]) => action(true, name, types);
const change = (name: string, ...types: string[]) => action(false, name, types);
const grant = (name: string, ...types: string[]) => action(false, name, types, { grantsAccess: true });

const globalTypes = (...types: string[]) => types.map((type) => ({ type, isGlobal: true }));

/**
 * Sub accounts, groups, policies, roles and keys (product.md S and P). To be derived from its contracts as soon as they exist. What
 * takes something away grants access, too: it may have been a Deny.
 */
export const subAccountProduct: CatalogueProduct = {
  product: 'sub-account',
  actions: [
    view('ViewSubAccounts', 'SubAccount'),
    view('ViewSubAccount', 'SubAccount'),
    change('CreateSubAccount', 'SubAccount'),
    change('ChangeSubAccount', 'SubAccount'),
    change('SuspendSubAccount', 'SubAccount'),
    change('ResumeSubAccount', 'SubAccount'),
    change('UnlockSubAccount', 'SubAccount'),
    change('DeleteSubAccount', 'SubAccount'),
    grant('ResetPassword', 'SubAccount'),
    view('ViewGroups', 'Group'),
    view('ViewGroup', 'Group'),
    change('CreateGroup', 'Group'),
    change('ChangeGroup', 'Group'),
    grant('DeleteGroup', 'Group'),
    grant('AddGroupMember', 'Group'),
    grant('RemoveGroupMember', 'Group'),
    view('ViewPolicies', 'Policy'),
    view('ViewPolicy', 'Policy'),
    view('ViewDecision', 'Policy'),
    view('SimulatePolicy', 'Policy'),
    change('CreatePolicy', 'Policy'),
    grant('ChangePolicy', 'Policy'),
    grant('DeletePolicy', 'Policy'),
    grant('AttachPolicy', 'SubAccount', 'Group', 'Role'),
    grant('DetachPolicy', 'SubAccount', 'Group', 'Role'),
    view('ViewRoles', 'Role'),
    view('ViewRole', 'Role'),
    change('CreateRole', 'Role'),
    grant('ChangeRole', 'Role'),
    change('DeleteRole', 'Role'),
    change('SwitchRole', 'Role'),
    view('ViewAccessKeys', 'AccessKey'),
    grant('CreateAccessKey', 'AccessKey'),
    change('ChangeAccessKey', 'AccessKey'),
    change('DeleteAccessKey', 'AccessKey'),
    grant('CreateTemporaryCredential', 'SubAccount'),
    view('ViewAccessPage', 'AccessPage'),
    change('ChangeAccessPage', 'AccessPage'),
  ],
  resourceTypes: globalTypes('SubAccount', 'Group', 'Policy', 'Role', 'AccessKey', 'AccessPage'),
};

/** Payment methods, readiness, bills and credits (product.md B). To be derived from its contracts as soon as they exist. */
export const billingGateProduct: CatalogueProduct = {
  product: 'billing-gate',
  isBilling: true,
  actions: [
    view('ViewReadiness', 'Readiness'),
    view('ViewPaymentMethods', 'PaymentMethod'),
    view('ViewPaymentMethod', 'PaymentMethod'),
    change('CreatePaymentMethod', 'PaymentMethod'),
    change('ChangePaymentMethod', 'PaymentMethod'),
    change('DeletePaymentMethod', 'PaymentMethod'),
    view('ViewBills', 'Bill'),
    view('ViewBill', 'Bill'),
    change('PayBill', 'Bill'),
    view('ViewTaxInvoice', 'TaxInvoice'),
    change('ChangeTaxInvoice', 'TaxInvoice'),
    view('ViewCredits', 'Credit'),
  ],
  resourceTypes: globalTypes('Readiness', 'PaymentMethod', 'Bill', 'TaxInvoice', 'Credit'),
};
