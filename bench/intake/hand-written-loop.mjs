// The rival of the intake bench: the plainest program that does the same six checks and gives out cards, one
// transaction an order, in one file of node:http + pg + Socket.IO. Started as a child process; also serves the bare
// insert-and-emit path that the detection time is set beside.
import { createHmac, timingSafeEqual } from 'node:crypto';
import http from 'node:http';
import pg from 'pg';
import { Server } from 'socket.io';

const { DATABASE_URL, SECRET = '' } = process.env;
const pool = new pg.Pool({ connectionString: DATABASE_URL, max: 16 });
pool.on('error', (error) => console.error(error));
await pool.query(`create table if not exists orders(id bigint generated always as identity primary key, order_no text unique,
  body jsonb, ip text, placed_at timestamptz, state text);
  create index if not exists orders_ip on orders(ip, placed_at);
  create table if not exists prices(id bigint generated always as identity primary key, sku text, fen int);
  create index if not exists prices_sku on prices(sku, id desc);
  create table if not exists seats(id int primary key);
  insert into seats select generate_series(1, 20) on conflict do nothing;
  create table if not exists tasks(id bigint generated always as identity primary key, order_no text unique, seat int, reason text, open boolean default true);
  create index if not exists tasks_seat on tasks(seat) where open;
  create table if not exists bare(id text primary key, body jsonb)`);

const key = Buffer.from(SECRET.replace('whsec_', ''), 'base64');
const server = http.createServer();
const io = new Server(server, { transports: ['websocket'], perMessageDeflate: false });
io.on('connection', (socket) => socket.join(`seat:${socket.handshake.query.seat}`));

function isSigned(headers, body) {
  const text = `${headers['webhook-id']}.${headers['webhook-timestamp']}.${body}`;
  const mac = Buffer.from(`v1,${createHmac('sha256', key).update(text).digest('base64')}`);
  const given = Buffer.from(String(headers['webhook-signature']));
  return mac.length === given.length && timingSafeEqual(mac, given);
}

const isVague = (detail) => /门口|旁边|附近|对面/.test(detail) || !/\d/.test(detail);
const isPhone = (phone) => /^1[3-9]\d{9}$/.test(phone);
const isUrgent = (note) => /加急|急需|急用|生日礼物/.test(note) && !/不急|不用加急/.test(note);

async function reasonFor(client, order) {
  const item = order.items[0];
  if (isVague(order.receiver.detail)) return 'address';
  if (!isPhone(order.receiver.phone)) return 'phone';
  const sold = await client.query('select fen from prices where sku=$1 order by id desc limit 50', [item.sku]);
  const fens = sold.rows.map((row) => row.fen).sort((a, b) => a - b);
  const median = fens[fens.length >> 1];
  await client.query('insert into prices(sku, fen) values($1, $2)', [item.sku, item.unitPriceCents]);
  if (fens.length >= 20 && Math.abs(item.unitPriceCents - median) > median * 0.3) return 'price';
  const near = await client.query(
    "select count(*)::int n from orders where ip=$1 and placed_at > $2::timestamptz - interval '5 minutes'",
    [order.buyer.ip, order.createdAt],
  );
  if (near.rows[0].n >= 3) return 'ip';
  if (order.amountCents % 100000 === 0 && order.buyerNote === '') return 'thousand';
  return isUrgent(order.buyerNote) ? 'urgent' : null;
}

async function intake(order) {
  const client = await pool.connect();
  try {
    await client.query('begin');
    const made = await client.query(
      'insert into orders(order_no, body, ip, placed_at) values($1, $2, $3, $4) on conflict do nothing returning id',
      [order.platformOrderNo, JSON.stringify(order), order.buyer.ip, order.createdAt],
    );
    let card = null;
    if (made.rowCount === 1) {
      const reason = await reasonFor(client, order);
      await client.query('update orders set state=$2 where id=$1', [made.rows[0].id, reason ? 'held' : 'released']);
      if (reason) {
        const seat = await client.query(`select s.id from seats s left join tasks t on t.seat=s.id and t.open
          group by s.id order by count(t.id), s.id limit 1`);
        card = { orderNo: order.platformOrderNo, reason, seat: seat.rows[0].id };
        await client.query('insert into tasks(order_no, seat, reason) values($1, $2, $3)', [
          card.orderNo,
          card.seat,
          reason,
        ]);
      }
    }
    await client.query('commit');
    if (card) io.to(`seat:${card.seat}`).emit('card', card);
  } catch (error) {
    await client.query('rollback');
    throw error;
  } finally {
    client.release();
  }
}

async function bare(order) {
  await pool.query('insert into bare(id, body) values($1, $2) on conflict do nothing', [
    order.platformOrderNo,
    JSON.stringify(order),
  ]);
  io.emit('card', { orderNo: order.platformOrderNo });
}

server.on('request', (req, res) => {
  const chunks = [];
  req.on('data', (chunk) => chunks.push(chunk));
  req.on('end', async () => {
    try {
      const body = Buffer.concat(chunks).toString();
      if (!isSigned(req.headers, body)) return res.writeHead(401).end();
      const { data } = JSON.parse(body);
      await (req.url === '/bare' ? bare(data) : intake(data));
      res.writeHead(200).end('{}');
    } catch (error) {
      console.error(error);
      res.writeHead(503).end();
    }
  });
});
server.listen(0, '127.0.0.1', () => process.send?.({ port: server.address().port }));
process.on('disconnect', () => process.exit(0));
