import { action, NOT_SHIPPED, type Template } from '../template';

const BEFORE = ['unpaid', ...NOT_SHIPPED] as const;

/** What we ask a customer first, because a rule found something to confirm before the parcel leaves. */
export const proactiveTemplates: readonly Template[] = [
  action(
    'confirm.address',
    'confirm-address',
    BEFORE,
    '请补全地址',
    'Ask to complete the address',
    '您好，您的订单 {orderNo} 收货地址不够详细，怕送不到。麻烦补充一下小区、楼栋和门牌号，我核对后再安排发货。',
  ),
  action(
    'confirm.address-right',
    'confirm-address',
    BEFORE,
    '请确认地址',
    'Ask to confirm the address',
    '您好，想和您确认一下订单 {orderNo} 的收货地址是否填写完整、能正常收件？如需修改请直接发我。',
  ),
  action(
    'confirm.phone',
    'confirm-phone',
    BEFORE,
    '请确认手机号',
    'Ask to confirm the phone',
    '您好，您的订单 {orderNo} 收件人手机号可能填写有误，快递会联系不上。麻烦发一下正确的手机号，我核对后再安排发货。',
  ),
  action(
    'confirm.phone-right',
    'confirm-phone',
    BEFORE,
    '请核对联系方式',
    'Ask to check the contact',
    '您好，想和您核对一下订单 {orderNo} 的收件人电话，请问目前填写的号码能联系到您吗？',
  ),
];
